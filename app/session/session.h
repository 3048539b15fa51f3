// What the user is doing: a scenario, its timeline, what is selected, how it is shown. No ImGui: testable.
//
// Views read a const Session, draw, and return Actions; the shell gives them to apply() between frames. Everything
// expensive (observe) is computed once per moment and remembered.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/session/quiz.h"
#include "app/session/real_run.h"
#include "app/session/recording_play.h"
#include "app/session/scenario.h"
#include "app/session/selection.h"
#include "app/session/settings.h"
#include "app/session/text.h"
#include "app/session/tour.h"
#include "sim/history/diff.h"
#include "sim/history/timeline.h"

namespace app::session {

// Intentions of views. One struct each; the session decides what they mean.
struct StepForward {};
struct StepBack {};
struct StepTask {
    sim::Pid pid;
};  // the step button of a process
struct SeekStep {
    std::uint64_t step = 0;
};  // within what is recorded
struct SeekEvent {
    std::uint32_t event = 0;
};                   // so many of events() have happened: clicking the kernel's list
struct SeekEnd {};   // running what is not recorded; goes on in tick()
struct RunAgain {};  // runs to the end first
struct Reboot {};
struct TogglePlay {};
struct SetUnit {
    sim::history::Unit unit;
};
struct SetDetail {
    Detail detail;
};
struct SetTheme {
    Theme theme;
};
struct SetLecture {
    bool on = false;
};
struct SetKernel {
    KernelMode kernel;
};  // the real one is started when it is first wanted
struct Select {
    Selection what;
};  // kind none: deselect
struct Hover {
    Selection what;
};
struct TypeInput {
    std::string text;
    bool end = false;
};
struct StartTour {};
struct TourNext {};  // during the tour StepForward and StepBack walk its stops
struct TourBack {};
struct LeaveTour {};
struct AskQuestion {};  // a question about the next step
struct AnswerQuestion {
    std::size_t choice = 0;
};  // reveals
struct DismissQuestion {};
struct ToggleBlank {};  // presenter: hide the answer (key B)
struct OpenTarget {
    std::vector<std::string> target;
};
struct OpenText {
    std::string name, c_text;
};
struct TraceProgram {
    std::string command;  // as a shell would take it
};
struct StopTrace {};
struct OpenStart {};  // to the start screen
struct SaveSession {
    std::string path;
};

using Action = std::variant<StepForward, StepBack, StepTask, SeekStep, SeekEvent, SeekEnd, RunAgain, Reboot, TogglePlay,
                            SetUnit, SetDetail, SetTheme, SetLecture, SetKernel, Select, Hover, TypeInput, StartTour,
                            TourNext, TourBack, LeaveTour, AskQuestion, AnswerQuestion, DismissQuestion, ToggleBlank,
                            OpenTarget, OpenText, TraceProgram, StopTrace, OpenStart, SaveSession>;

enum class Screen : std::uint8_t { start, picture, recording };

class Session {
public:
    // The start screen: scenario 1, paused at step 0.
    Session();
    // A scenario; `programs` are its compiled programs.
    Session(Scenario scenario, sim::machine::ProgramSetPtr programs);
    // A scenario with a timeline of its own: a saved session.
    Session(Scenario scenario, sim::history::Timeline timeline);

    // A recording of a real program; `name` is how it is called.
    Session(host::Recording recording, const std::string& name);

    void apply(const Action& action);
    // Advances playing and what the real kernel has still to do; `seconds` since the last call. True when something
    // changed.
    bool tick(double seconds);

    Screen screen() const;
    const Scenario& scenario() const;
    const Settings& settings() const;
    Settings& settings();
    const sim::history::Timeline& timeline() const;
    sim::history::Timeline& timeline();
    bool playing() const;
    // A jump to the end is still on its way; tick() takes it further.
    bool running_to_end() const;

    // The recording that is looked at; nullptr: none is. Then state() and state_before() are its states, and the
    // timeline means nothing.
    const RecordingPlay* recording() const;

    // A program is being traced: tick() opens the recording when it has ended.
    bool tracing() const;

    // The run on the real kernel, when it is shown; nullptr: it is not.
    const RealRun* real() const;
    // The real kernel has not come to the cursor yet; tick() takes it further.
    bool real_behind() const;

    // The state at the cursor, and one step before it (for "this just changed"): as the simulated kernel has it, or,
    // where it alone is shown, as the real one has it after the last whole step.
    const sim::report::State& state() const;
    const sim::report::State& state_before() const;
    // What letters and colours of processes are taken from. Of a recording the last state: so they are the same at
    // every step, also for processes still to come.
    const sim::report::State& naming_state() const;
    // Events of the step shown; the first events_done() have happened.
    const std::vector<sim::report::Event>& events() const;
    std::size_t events_done() const;

    // What differs between the two states: halos.
    const sim::history::Changes& changes() const;

    // Words for events(), one each; why it happened; the same in at most 14 words.
    const std::vector<EventText>& event_texts() const;
    const std::string& why() const;
    const std::string& caption() const;
    // At most 10 characters for step n of the time line (n < timeline().recorded()), and who took it.
    const std::string& step_label(std::uint64_t step) const;
    sim::Pid step_pid(std::uint64_t step) const;

    const Selection& selection() const;
    const Selection& hovered() const;

    // The note to show at the cursor; nullptr when none.
    const Note* note() const;
    // The tour, when one runs.
    const TourState* tour() const;
    // The question on screen; nullptr when none.
    const Question* question() const;
    std::optional<std::size_t> answered() const;
    // What answers the question on screen is not to be shown.
    bool blanked() const;

    // One line for the user about the last action that failed ("cannot read …"); empty when none.
    const std::string& message() const;
    // Bumped whenever anything a view shows may have changed: nothing is redrawn while it stays.
    std::uint64_t revision() const;

    struct Data;

private:
    std::shared_ptr<Data> data_;
};

// Letter of a process in the picture: the first letter of its name not taken yet ("P", "C"), children by fork
// follow the alphabet. Stable over the run.
char process_letter(const sim::report::State& state, sim::Pid pid);
// Position in the colour table: 0 for the first process, and so on.
std::size_t process_colour(const sim::report::State& state, sim::Pid pid);

}  // namespace app::session
