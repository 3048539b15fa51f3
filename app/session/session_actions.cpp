// What each intention of a view means.
#include <fmt/format.h>

#include <algorithm>

#include "app/session/recording_file.h"
#include "app/session/session_data.h"
#include "app/session/session_file.h"

namespace app::session {
namespace {

using sim::history::Moment;
using sim::history::Timeline;

// How far a run is known in advance, so that the time line can show what comes.
constexpr std::uint64_t kLookAheadSteps = 2'000;
constexpr std::uint64_t kLookAheadInstructions = 4'000'000;
// A jump to the end runs so much between two frames …
constexpr std::uint64_t kSliceSteps = 20'000;
constexpr std::uint64_t kSliceInstructions = 1'500'000;
// … and stops at so many steps.
constexpr std::uint64_t kMaxEndSteps = 1'000'000;

// Runs on from the end of the recording; true when the end, or the last step there may be, is reached.
bool run_some(Timeline& timeline, std::uint64_t steps, std::uint64_t instructions) {
    const std::uint64_t last = std::max(timeline.recorded(), std::min(timeline.recorded() + steps, kMaxEndSteps));
    return timeline.run_to_end(last, instructions) || timeline.recorded() >= kMaxEndSteps;
}

// The step events() tells about.
std::uint64_t step_shown(const Timeline& timeline) {
    const Moment at = timeline.cursor();
    const bool inside = at.event + at.access > 0;
    return inside || at.step == 0 ? at.step : at.step - 1;
}

}  // namespace

std::optional<Stage> make_stage(Scenario scenario, Screen screen, std::string& warnings, Problem& problem) {
    sim::machine::ProgramSetPtr programs = compile_programs(scenario, warnings, problem);
    if (programs == nullptr) return std::nullopt;
    Timeline timeline(scenario.machine, std::move(programs), scenario.schedule);
    return Stage{std::move(scenario), std::move(timeline), screen};
}

Stage start_stage() {
    const std::vector<ScenarioEntry> entries = built_in_scenarios();
    Problem problem;
    std::string warnings;
    if (!entries.empty()) {
        std::optional<Scenario> first = open_scenario({entries.front().id}, {}, problem);
        std::optional<Stage> stage;
        if (first) stage = make_stage(std::move(*first), Screen::start, warnings, problem);
        if (stage) return std::move(*stage);
    }
    auto nothing = std::make_shared<const sim::machine::ProgramSet>();
    return Stage{{}, Timeline({}, std::move(nothing), {}), Screen::start};
}

// Records the future, as far as it is near, and returns to where we are.
void Session::Data::look_ahead() {
    Timeline& timeline = stage.timeline;
    if (timeline.length()) return;
    const Moment here = timeline.cursor();
    run_some(timeline, kLookAheadSteps, kLookAheadInstructions);
    timeline.seek(here);
}

void Session::Data::decided() {
    labels.clear();
    scout.reset();
    notes_shown.clear();
    look_ahead();
}

void Session::Data::on(const StepForward&) {
    if (tour) return on(TourNext{});
    on(DismissQuestion{});
    if (!stage.timeline.forward(settings.unit)) playing = false;
}

void Session::Data::on(const StepBack&) {
    if (tour && tour->stops[tour->state.at].key == "←" && stage.timeline.step() == tour->stops[tour->state.at].step) {
        stage.timeline.back(sim::history::Unit::line);
        return;
    }
    if (tour) return on(TourBack{});
    on(DismissQuestion{});
    stage.timeline.back(settings.unit);
    playing = false;
}

void Session::Data::on(const StepTask& action) {
    on(DismissQuestion{});
    if (stage.timeline.step_task(action.pid, sim::machine::StepUnit::line)) return decided();
    message = "this process cannot take a step now";
}

void Session::Data::on(const SeekStep& action) {
    on(DismissQuestion{});
    running_to_end = false;
    stage.timeline.seek(std::min(action.step, stage.timeline.recorded()));
}

void Session::Data::on(const SeekEvent& action) {
    if (stage.timeline.step() == 0 && stage.timeline.cursor() == Moment{}) return;
    stage.timeline.seek(Moment{step_shown(stage.timeline), action.event});
}

void Session::Data::on(const SeekEnd&) {
    on(DismissQuestion{});
    running_to_end = true;
    run_slice();
}

void Session::Data::run_slice() {
    running_to_end = !run_some(stage.timeline, kSliceSteps, kSliceInstructions);
    if (running_to_end || stage.timeline.at_end()) return;
    message = fmt::format("stopped after {} steps: the run has no end yet", stage.timeline.recorded());
}

void Session::Data::on(const RunAgain&) {
    on(DismissQuestion{});
    if (!run_some(stage.timeline, kLookAheadSteps, kLookAheadInstructions) || !stage.timeline.run_again()) {
        message = "the run has not ended: it cannot be run again yet";
        return;
    }
    decided();
}

void Session::Data::on(const Reboot&) {
    on(DismissQuestion{});
    stage.timeline.reboot();
    decided();
}

void Session::Data::on(const TogglePlay&) {
    playing = !playing && !tour;
    play_seconds = 0;
    if (playing) on(DismissQuestion{});
}

void Session::Data::on(const TypeInput& action) {
    stage.timeline.type(action.text, action.end);
    decided();
}

void Session::Data::on(const AskQuestion&) {
    if (tour) return;
    playing = false;
    question = question_about_next(stage.timeline, quiz_seed++);
    answered.reset();
    if (!question) message = "there is nothing to ask about what comes next";
}

void Session::Data::on(const AnswerQuestion& action) {
    if (!question || action.choice >= question->choices.size()) return;
    answered = action.choice;
    if (!tour) return;
    tour->state.answered = true;
    stage.timeline.seek(tour->stops[tour->state.at].step);
}

void Session::Data::on(const DismissQuestion&) {
    const bool asked = question.has_value();
    question.reset();
    answered.reset();
    if (!tour || !asked) return;
    tour->state.answered = true;
    stage.timeline.seek(tour->stops[tour->state.at].step);
}

void Session::Data::open_scenario_now(std::optional<Scenario> opened, Problem& problem, Screen screen) {
    std::string warnings;
    std::optional<Stage> made;
    if (opened) made = make_stage(std::move(*opened), screen, warnings, problem);
    if (!made) {
        message = problem.message;
        return;
    }
    tour.reset();
    replace(std::move(*made));
    message = warnings;
}

void Session::Data::on(const OpenTarget& action) {
    if (action.target.size() == 1 && is_recording_file(action.target.front()))
        return open_recording_now(action.target.front());
    Problem problem;
    if (action.target.size() != 1 || !is_session_path(action.target.front())) {
        return open_scenario_now(open_scenario(action.target, {}, problem), problem, Screen::picture);
    }
    std::optional<OpenedSession> opened = open_session(action.target.front(), problem);
    if (!opened) {
        message = problem.message;
        return;
    }
    tour.reset();
    replace(Stage{std::move(opened->scenario), std::move(opened->timeline), Screen::picture});
}

void Session::Data::on(const OpenText& action) {
    Problem problem;
    open_scenario_now(scenario_from_text(action.name, action.c_text, {}), problem, Screen::picture);
}

void Session::Data::on(const OpenStart&) {
    tour.reset();
    replace(start_stage());
}

void Session::Data::on(const SaveSession& action) {
    Problem problem;
    const bool saved = save_session(action.path, stage.scenario, stage.timeline, problem);
    message = saved ? "saved " + action.path : problem.message;
}

}  // namespace app::session
