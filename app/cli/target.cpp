#include "app/cli/target.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>

#include "app/cli/status.h"
#include "app/session/recording_file.h"
#include "app/session/session_file.h"

namespace app::cli {
namespace {

using sim::history::Timeline;
using sim::history::Unit;

std::optional<Target> open_saved(const TargetRequest& request) {
    session::Problem problem;
    std::optional<session::OpenedSession> opened = session::open_session(request.target.front(), problem);
    if (!opened) {
        complain(problem.message);
        return std::nullopt;
    }
    if (!opened->warnings.empty()) complain(opened->warnings);
    return Target{std::move(opened->scenario), opened->timeline.programs(), opened->timeline.inputs()};
}

std::string valid_step(const std::string& text) {
    return wanted_step(text) ? "" : "a step is a number from 0, or \"end\"; not \"" + text + "\"";
}

Position cut(std::uint64_t step, std::uint64_t max_steps) {
    complain(fmt::format("the run was cut after {} steps (--max-steps {})", step, max_steps));
    return {step, std::nullopt, kCut};
}

Position no_such_step(std::uint64_t wanted, std::uint64_t last, const std::string& by) {
    complain(fmt::format("there is no step {}: the run ends at step {} (--by {})", wanted, last, by));
    return {last, last, kWrong};
}

Position walk_lines(Timeline& timeline, std::uint64_t wanted, std::uint64_t max_steps) {
    if (wanted == kToEnd) {
        const bool ended = timeline.run_to_end(max_steps);
        timeline.seek(timeline.recorded());
        if (!ended) return cut(timeline.step(), max_steps);
    } else {
        timeline.seek(std::min(wanted, max_steps));
        if (wanted > timeline.step()) {
            if (!timeline.at_end()) return cut(timeline.step(), max_steps);
            return no_such_step(wanted, timeline.step(), "line");
        }
    }
    return {timeline.step(), timeline.length(), kDone};
}

Position walk_units(Timeline& timeline, std::uint64_t wanted, const std::string& by, std::uint64_t max_steps) {
    const Unit unit = unit_of(by);
    std::uint64_t walked = 0;
    while (walked < wanted && timeline.step() < max_steps && timeline.forward(unit)) ++walked;
    const std::optional<std::uint64_t> of = timeline.at_end() ? std::optional(walked) : std::nullopt;
    if (walked == wanted || (wanted == kToEnd && of)) return {walked, of, kDone};
    if (!of) return cut(walked, max_steps);
    return no_such_step(wanted, walked, by);
}

}  // namespace

Timeline Target::timeline() const {
    Timeline timeline(scenario.machine, programs, scenario.schedule);
    if (!inputs.empty()) timeline.load(inputs);
    return timeline;
}

void add_target_options(CLI::App& command, TargetRequest& request, bool required) {
    CLI::Option* target = command.add_option("TARGET", request.target,
                                             "a .c file or several, a scenario folder, the name of a scenario that "
                                             "comes with shmscope, or a saved session");
    if (required) target->required();
    command.add_option("--uid", request.uid, "user id the programs run as (0: root)")
        ->check(CLI::Range(0u, 4294967294u));
    command.add_option("--max-steps", request.max_steps, "end after so many lines")->capture_default_str();
}

std::optional<Target> open_target(const TargetRequest& request) {
    if (request.target.size() == 1 && session::is_recording_file(request.target.front())) {
        complain(request.target.front() + ": is a recording of a real program: show prints it, the window opens it");
        return std::nullopt;
    }
    if (request.target.size() == 1 && session::is_session_path(request.target.front())) return open_saved(request);
    const session::TargetOptions options{request.uid, request.program_args, request.stdout_is_terminal};
    session::Problem problem;
    std::optional<session::Scenario> scenario = session::open_scenario(request.target, options, problem);
    if (!scenario) {
        complain(problem.message);
        return std::nullopt;
    }
    scenario->needs_shell = request.needs_shell;
    std::string warnings;
    sim::machine::ProgramSetPtr programs = session::compile_programs(*scenario, warnings, problem);
    if (!warnings.empty()) complain(warnings);
    if (programs == nullptr) {
        complain(problem.message);
        return std::nullopt;
    }
    return Target{std::move(*scenario), std::move(programs), {}};
}

std::optional<std::uint64_t> wanted_step(const std::string& text) {
    if (text == "end") return kToEnd;
    std::uint64_t step = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), step);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return step;
}

void add_position_options(CLI::App& command, PositionRequest& request) {
    command.add_option("--step", request.step, "how many steps have been taken: a number from 0, or end")
        ->check(CLI::Validator(valid_step, "N|end"))
        ->capture_default_str();
    command.add_option("--by", request.by, "what a step is")
        ->check(CLI::IsMember({"event", "access", "line", "call"}))
        ->capture_default_str();
}

Unit unit_of(const std::string& by) {
    if (by == "event") return Unit::event;
    if (by == "access") return Unit::access;
    return by == "call" ? Unit::call : Unit::line;
}

Position walk_to(Timeline& timeline, const PositionRequest& request, std::uint64_t max_steps) {
    const std::uint64_t wanted = wanted_step(request.step).value_or(0);
    return request.by == "line" ? walk_lines(timeline, wanted, max_steps)
                                : walk_units(timeline, wanted, request.by, max_steps);
}

}  // namespace app::cli
