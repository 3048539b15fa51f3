// Random sequences of operations on both kernels. Any difference fails; the shortest sequence that shows it is printed
// and kept as text (app/session/operation_text.h).
//
//   random_compare --sequences 2000 --seed 1           until so many agree
//   random_compare --minutes 10                        until the time is over, another seed each 1000 sequences
//   random_compare --replay FILE…                      sequences written down: past failures
//   --failures FOLDER                                  where minimal failing sequences are written; default "."
#include <fmt/format.h>
#include <rapidcheck.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app/session/compare.h"
#include "app/session/operation_text.h"
#include "tests/native/random/plan.h"

namespace random_compare {
namespace {

using app::session::CompareResult;
using app::session::OperationSequence;

// What all sequences together came to.
struct Totals {
    std::uint64_t sequences = 0, operations = 0, checked = 0;
    std::map<std::string, std::uint64_t> unchecked;

    void add(const CompareResult& result) {
        constexpr std::uint64_t kToldEvery = 1000;
        ++sequences;
        operations += result.operations;
        checked += result.checked;
        for (const auto& [what, count] : result.unchecked) unchecked[what] += count;
        if (sequences % kToldEvery == 0) fmt::print(stderr, "{} sequences so far\n", sequences);
    }
    void print(double seconds) const {
        fmt::print("{} sequences, {} operations, {} observations checked in {:.1f} s ({:.1f} ms a sequence)\n",
                   sequences, operations, checked, seconds,
                   1000 * seconds / static_cast<double>(std::max<std::uint64_t>(sequences, 1)));
        for (const auto& [what, count] : unchecked) fmt::print("not checked here: {} ({} observations)\n", what, count);
    }
};

struct Failure {
    OperationSequence sequence;
    CompareResult result;
};

void print_differences(const OperationSequence& sequence, const CompareResult& result) {
    for (const app::session::Difference& difference : result.differences) {
        const bool known = difference.operation < sequence.operations.size();
        fmt::print("{}\n  {}\n    simulated  {}\n    real       {}\n",
                   known ? app::session::operation_text(sequence.operations[difference.operation]) : "at the start",
                   difference.what, difference.simulated, difference.real);
    }
}

// Performs what the draws come to, up to the first operation that differs. What was performed is in `failure`.
bool agree(const Draws& draws, Totals& totals, Failure& failure) {
    failure = {};
    failure.sequence.setup = setup_of(draws.setup);
    // An ordinary user's sandbox has one user.
    for (auto& process : failure.sequence.setup.processes) {
        if (::geteuid() != 0) process = failure.sequence.setup.processes.front();
    }
    std::string why_not;
    const auto real = app::host::RealKernel::start(failure.sequence.setup, why_not);
    if (real == nullptr) {
        failure.result.failure = why_not;
        return false;
    }
    app::session::Comparer comparer(failure.sequence.setup, *real);
    for (const Draw& draw : draws.operations) {
        const std::optional<Operation> operation = operation_of(draws.setup, draw, comparer.simulated());
        if (!operation) continue;
        failure.sequence.operations.push_back(*operation);
        if (!comparer.perform(*operation) || !comparer.result().differences.empty()) break;
    }
    totals.add(comparer.result());
    failure.result = comparer.result();
    return failure.result.differences.empty() && failure.result.failure.empty();
}

rc::Gen<Draw> any_draw() {
    // inRange() gives the lower part of its range only, unless the size is the nominal one.
    const auto number = rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::uint32_t>(0, 1000));
    const auto numbers = rc::gen::container<std::vector<std::uint32_t>>(8, number);
    return rc::gen::map(numbers, [](const std::vector<std::uint32_t>& values) {
        Draw draw;
        std::copy(values.begin(), values.end(), draw.numbers.begin());
        return draw;
    });
}

rc::Gen<std::vector<Draw>> any_operations() {
    constexpr int kMost = 60;
    return rc::gen::resize(kMost, rc::gen::container<std::vector<Draw>>(any_draw()));
}

// The first sequences from this seed; false when one differs, with the shortest in `failure`.
bool check(std::uint64_t seed, std::uint64_t sequences, Totals& totals, Failure& failure) {
    const std::string parameters = fmt::format("seed={} max_success={}", seed, sequences);
    ::setenv("RC_PARAMS", parameters.c_str(), 1);
    return rc::check("both kernels agree", [&] {
        Draws draws;
        draws.setup = *any_draw();
        draws.operations = *any_operations();
        Failure attempt;
        if (agree(draws, totals, attempt)) return;
        // Shortening goes on from here; what fails last is the shortest.
        failure = attempt;
        RC_FAIL("the kernels differ");
    });
}

std::string failure_text(const Failure& failure, std::uint64_t seed) {
    std::string text = fmt::format("# seed {}\n", seed);
    for (const app::session::Difference& difference : failure.result.differences) {
        text += fmt::format("# {}: simulated {}, real {}\n", difference.what, difference.simulated, difference.real);
    }
    return text + app::session::sequence_text(failure.sequence);
}

int report_failure(const Failure& failure, std::uint64_t seed, const std::string& folder) {
    if (!failure.result.failure.empty()) {
        fmt::print("not checked here: {}\n", failure.result.failure);
        return 77;  // a test that could not be made
    }
    const std::string name = fmt::format("{}/differs-{}.txt", folder, seed);
    std::ofstream(name) << failure_text(failure, seed);
    fmt::print("\nseed {}, the shortest sequence that differs, kept in {}:\n\n{}\n", seed, name,
               app::session::sequence_text(failure.sequence));
    print_differences(failure.sequence, failure.result);
    return 1;
}

struct Options {
    std::uint64_t sequences = 2000, seed = 1;
    double minutes = 0;
    std::string failures = ".";
    std::vector<std::string> replay;
};

std::optional<Options> parse(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (name == "--replay") {
            options.replay.assign(argv + i + 1, argv + argc);
            return options;
        }
        if (++i == argc) return std::nullopt;
        if (name == "--sequences")
            options.sequences = std::strtoull(argv[i], nullptr, 10);
        else if (name == "--seed")
            options.seed = std::strtoull(argv[i], nullptr, 10);
        else if (name == "--minutes")
            options.minutes = std::strtod(argv[i], nullptr);
        else if (name == "--failures")
            options.failures = argv[i];
        else
            return std::nullopt;
    }
    return options;
}

int replay(const std::vector<std::string>& files, Totals& totals) {
    int status = 0;
    for (const std::string& file : files) {
        std::stringstream text;
        text << std::ifstream(file).rdbuf();
        std::string problem;
        const auto sequence = app::session::parse_sequence(text.str(), problem);
        if (!sequence) {
            fmt::print("{}: {}\n", file, problem);
            return 2;
        }
        const CompareResult result = app::session::compare(sequence->setup, sequence->operations);
        totals.add(result);
        if (!result.failure.empty()) {
            fmt::print("not checked here: {}\n", result.failure);
            return 77;
        }
        fmt::print("{}: {} operations, {} differences\n", file, result.operations, result.differences.size());
        print_differences(*sequence, result);
        if (!result.differences.empty()) status = 1;
    }
    return status;
}

int run(const Options& options) {
    using Clock = std::chrono::steady_clock;
    constexpr std::uint64_t kBatch = 1000;
    const auto begin = Clock::now();
    const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
    Totals totals;
    int status = 0;
    if (!options.replay.empty()) {
        status = replay(options.replay, totals);
    } else if (options.minutes > 0) {
        for (std::uint64_t seed = options.seed; status == 0 && seconds() < 60 * options.minutes; ++seed) {
            Failure failure;
            if (!check(seed, kBatch, totals, failure)) status = report_failure(failure, seed, options.failures);
        }
    } else {
        Failure failure;
        const bool agreed = check(options.seed, options.sequences, totals, failure);
        if (!agreed) status = report_failure(failure, options.seed, options.failures);
    }
    totals.print(seconds());
    return status;
}

}  // namespace
}  // namespace random_compare

int main(int argc, char** argv) {
    const auto options = random_compare::parse(argc, argv);
    if (!options) {
        fmt::print(
            stderr,
            "usage: random_compare [--sequences N] [--seed S] [--minutes M] [--failures FOLDER] | --replay FILE…\n");
        return 2;
    }
    return random_compare::run(*options);
}
