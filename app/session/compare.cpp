#include "app/session/compare.h"

#include <algorithm>

#include "app/session/compare_notes.h"

namespace app::session {

using sim::report::Operation;
using sim::report::Outcome;

namespace {

// What lies in the scratch memory from earlier calls must not show: all that is read back was written before.
Operation padded(Operation operation) {
    if (operation.input.size() < operation.output) operation.input.resize(operation.output);
    return operation;
}

// setuid, setgid, setreuid … setresgid, setgroups; the others that name a user: chown, fchown, lchown, and IPC_SET.
bool changes_users(const Operation& operation) {
    constexpr std::uint32_t kCalls[] = {92, 93, 94, 105, 106, 113, 114, 116, 117, 119};
    if (operation.kind != Operation::Kind::call) return false;
    const bool ipc_set = (operation.number == 31 && operation.args[1] == 1) ||
                         (operation.number == 66 && operation.args[2] == 1) ||
                         (operation.number == 71 && operation.args[1] == 1);
    return ipc_set || std::find(std::begin(kCalls), std::end(kCalls), operation.number) != std::end(kCalls);
}

}  // namespace

void CompareNotes::check_time(std::string_view where, std::string_view what, std::int64_t simulated,
                              std::int64_t real) {
    ++result_.checked;
    if (simulated == 0 && real == 0) return;
    const std::int64_t setter = sim::machine::ByHand::operation_at(simulated);
    const bool known = setter >= 0 && setter < static_cast<std::int64_t>(windows_.before.size());
    const auto at = static_cast<std::size_t>(known ? setter : 0);
    if (simulated != 0 && real != 0 && (!known || (windows_.before[at] <= real && real <= windows_.after[at]))) return;
    const auto text = [](std::int64_t time) { return time == 0 ? std::string("never") : fmt::format("{}", time); };
    const std::string expected = simulated == 0 ? "never"
                                                : fmt::format("set by operation {}: from {} to {}", setter,
                                                              windows_.before[at], windows_.after[at]);
    differ(where, what, expected, text(real));
}

Comparer::Comparer(const sim::report::Setup& setup, host::RealKernel& real) : simulated_(setup), real_(real) {
    const host::Observation& start = real.initial();
    before_.push_back(0);
    after_.push_back(start.after);
    for (const sim::report::TaskRow& process : start.state.processes) known_capabilities_ |= process.capabilities;
    const sim::report::State state = simulated_.machine().observe();
    CompareNotes notes(result_, 0, real_.abilities(), {before_, after_});
    compare_tables(notes, state, start.state);
    compare_processes(notes, state, start.state, known_capabilities_);
}

bool Comparer::perform(const Operation& asked) {
    if (!simulated_.idle(asked.pid)) {
        ++result_.unchecked["operations of a process that is asleep or gone"];
        return false;
    }
    if (!real_.abilities().several_uids && changes_users(asked)) {
        ++result_.unchecked["calls that change users: the sandbox of an ordinary user has one"];
        return true;
    }
    const Operation operation = padded(asked);
    const std::vector<Outcome> simulated = simulated_.perform(operation, nullptr);
    const std::optional<host::Observation> real = real_.perform(operation);
    if (!real) {
        result_.failure = "the sandbox was lost";
        return false;
    }
    before_.push_back(real->before);
    after_.push_back(real->after);
    CompareNotes notes(result_, result_.operations, real_.abilities(), {before_, after_});
    compare_outcomes(notes, operation, blocked_, simulated, real->outcomes);
    remember_blocked(operation, simulated);
    const sim::report::State state = simulated_.machine().observe();
    compare_tables(notes, state, real->state);
    compare_processes(notes, state, real->state, known_capabilities_);
    ++result_.operations;
    return true;
}

void Comparer::remember_blocked(const Operation& operation, const std::vector<Outcome>& outcomes) {
    for (const Outcome& outcome : outcomes) {
        if (outcome.end == Outcome::End::blocked)
            blocked_[outcome.pid] = operation;
        else
            blocked_.erase(outcome.pid);
    }
}

sim::report::Setup with_layout(sim::report::Setup setup) {
    if (!setup.spread_layout) return setup;
    const sim::machine::ByHand world(setup);
    for (std::size_t i = 0; i < setup.processes.size(); ++i) {
        setup.processes[i].mmap_top = world.mmap_top(sim::Pid{setup.first_pid + static_cast<std::int32_t>(i)});
    }
    return setup;
}

CompareResult compare(const sim::report::Setup& setup, std::span<const Operation> operations, std::size_t most) {
    std::string why_not;
    const std::unique_ptr<host::RealKernel> real = host::RealKernel::start(with_layout(setup), why_not);
    if (real == nullptr) {
        CompareResult failed;
        failed.failure = why_not;
        return failed;
    }
    Comparer comparer(setup, *real);
    std::size_t differing = 0;
    for (const Operation& operation : operations) {
        const std::size_t before = comparer.result().differences.size();
        comparer.perform(operation);
        if (!comparer.result().failure.empty()) break;
        if (comparer.result().differences.size() > before && ++differing >= most) break;
    }
    return comparer.result();
}

}  // namespace app::session
