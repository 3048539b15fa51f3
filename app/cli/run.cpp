// shmscope run: programs run to their end; what they read and write passes through.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/ending.h"
#include "app/cli/programs_run.h"
#include "app/cli/real.h"
#include "app/cli/status.h"
#include "app/cli/target.h"
#include "app/cli/terminal.h"
#include "app/session/strace.h"
#include "sim/history/input.h"

namespace app::cli {
namespace {

using sim::history::Input;

struct RunRequest {
    TargetRequest target;
    bool real = false;  // on the real kernel too
    bool strace = false;
    std::uint32_t times = 1;
    std::vector<std::string> commands;  // given at the console when the programs have ended
};

// Why a run stopped before its programs did.
enum class Stop { none, cut, interrupted, output_lost, failed };

class Run {
public:
    Run(const Target& target, const RunRequest& request, std::unique_ptr<Programs> programs)
        : target_(target),
          request_(request),
          programs_(std::move(programs)),
          trace_(machine(), [](std::string_view text) { write_all(2, text); }),
          recorded_(target.inputs.begin()) {}

    int all() {
        for (std::uint32_t time = 1;; ++time) {
            const Stop stop = to_the_end();
            trace_.finish();
            tell_limits();
            if (stop != Stop::none) return stopped(stop);
            for (const std::string& line : unhappy_endings(machine())) complain(line);
            if (time == request_.times) return after_the_end();
            take(Input{Input::Kind::run_again, {}, {}, {}});
        }
    }

private:
    const sim::machine::Machine& machine() const { return programs_->world().machine; }

    // The commands, one after the other; the status stays that of the programs.
    int after_the_end() {
        const int status = exit_status(machine());
        for (const std::string& command : request_.commands) {
            if (!take(Input{Input::Kind::command, {}, {}, command})) {
                return refuse("this saved machine has no shell: run its programs anew");
            }
            const Stop stop = to_the_end();
            trace_.finish();
            if (stop != Stop::none) return stopped(stop);
        }
        return status;
    }

    Stop to_the_end() {
        while (const std::optional<Input> input = next()) {
            if (watch_.interrupted()) return Stop::interrupted;
            if (input->kind == Input::Kind::step && ++steps_ > request_.target.max_steps) return Stop::cut;
            take(*input);
            if (!pass_output_on()) return Stop::output_lost;
            if (!programs_->failure().empty()) return Stop::failed;
        }
        return watch_.interrupted() ? Stop::interrupted : Stop::none;
    }

    // A saved session's inputs come first; then what the schedule says; then what is typed.
    std::optional<Input> next() {
        if (recorded_ != target_.inputs.end()) return *recorded_++;
        if (const auto scheduled = sim::history::next_input(programs_->world(), target_.scenario.schedule))
            return scheduled;
        if (!machine().waiting_for_input()) return std::nullopt;
        std::optional<std::string> typed = read_some();
        if (!typed) return std::nullopt;
        const Input::Kind kind = typed->empty() ? Input::Kind::end_of_input : Input::Kind::type;
        return Input{kind, {}, {}, std::move(*typed)};
    }

    bool take(const Input& input) { return programs_->take(input, request_.strace ? &trace_ : nullptr); }

    bool pass_output_on() {
        for (const host::ConsoleChunk& chunk : programs_->take_output()) {
            if (!write_all(chunk.fd == 2 ? 2 : 1, chunk.bytes)) return false;
        }
        return true;
    }

    // What made the run other than on Linux.
    void tell_limits() const {
        if (machine().output().room() == 0) {
            complain(fmt::format("the programs printed more than {} MiB: the rest is lost",
                                 sim::kernel::OutputLog::kMaxBytes >> 20));
        }
        for (const std::string& line : unsupported_calls(machine())) complain(line);
    }

    int stopped(Stop stop) const {
        if (stop == Stop::interrupted) {
            complain("interrupted");
            return kInterrupted;
        }
        if (stop == Stop::output_lost) return refuse("cannot write what the program printed");
        if (stop == Stop::failed) return refuse(programs_->failure());
        complain(fmt::format("the run was cut after {} steps (--max-steps {})", request_.target.max_steps,
                             request_.target.max_steps));
        return kCut;
    }

    const Target& target_;
    const RunRequest& request_;
    std::unique_ptr<Programs> programs_;
    session::StraceSink trace_;
    InterruptWatch watch_;
    std::vector<Input>::const_iterator recorded_;
    std::uint64_t steps_ = 0;
};

int run_programs(RunRequest& request) {
    request.target.stdout_is_terminal = is_terminal(1);
    request.target.needs_shell = !request.commands.empty();
    const std::optional<Target> target = open_target(request.target);
    if (!target) return kWrong;
    std::string why_not;
    std::unique_ptr<Programs> programs = request.real ? real_programs(*target, why_not) : simulated_programs(*target);
    if (programs == nullptr) return refuse(why_not);
    const Programs& told = *programs;
    Run run(*target, request, std::move(programs));
    const int status = run.all();
    const std::string differences = told.differences();
    if (differences.empty()) return status;
    complain(differences);
    return kFailed;
}

}  // namespace

void add_run(CLI::App& app, Invocation& invocation) {
    auto request = std::make_shared<RunRequest>();
    CLI::App* command = app.add_subcommand("run", "run to the end without a window");
    add_target_options(*command, request->target, true);
    CLI::Option* strace =
        command->add_flag("--strace", request->strace, "log every system call to stderr, as strace -f does");
    add_kernel_option(*command, request->real)->excludes(strace);
    command->add_option("--times", request->times, "run so many times on the same machine, not rebooted")
        ->check(CLI::Range(1u, 1'000'000u))
        ->capture_default_str();
    command
        ->add_option("--then", request->commands, "a command for the same machine's shell afterwards, as \"ipcs -m\"")
        ->allow_extra_args(false);
    command->callback([&invocation, request] {
        request->target.program_args = invocation.program_args;
        invocation.action = [request] { return run_programs(*request); };
    });
}

}  // namespace app::cli
