// The inside of Session.
#pragma once

#include <map>

#include "app/host/background_trace.h"
#include "app/session/session.h"

namespace app::session {

// What is on screen but the settings: replaced as one when another scenario is opened, kept aside during the tour.
struct Stage {
    Scenario scenario;
    sim::history::Timeline timeline;
    Screen screen = Screen::picture;
};

// What the picture is of: it is computed anew when one of these has changed.
struct ShownKey {
    std::uint64_t generation = 0;  // of the timeline; 0: nothing computed yet
    KernelMode kernel = KernelMode::simulated;
    std::uint64_t real_step = 0, restarts = 0;
    std::optional<std::size_t> recorded_step = std::nullopt;
    bool operator==(const ShownKey&) const = default;
};

// Everything computed from the machine at the cursor, or from the real kernel.
struct Shown {
    ShownKey key;
    sim::report::State now, before;
    sim::history::Changes changes;
    std::vector<EventText> texts;
    std::string why, caption;
};

struct TourPlay {
    std::vector<TourStop> stops;
    TourState state;
    Stage left;                       // what the tour interrupted
    Detail detail = Detail::picture;  // of before, as is the kernel
    KernelMode kernel = KernelMode::simulated;
};

struct Session::Data {
    explicit Data(Stage opened);

    // session.cpp: keeping what is shown
    void refresh() const;
    void changed() { ++revision; }
    void replace(Stage opened);
    ShownKey shown_key() const;
    void observe_kernel() const;
    void tell_recording() const;
    const std::string& label(std::uint64_t step) const;
    std::string make_label(std::uint64_t step) const;
    const Note* due_note() const;

    // session_actions.cpp: what each intention means
    void on(const StepForward&);
    void on(const StepBack&);
    void on(const StepTask& action);
    void on(const SeekStep& action);
    void on(const SeekEvent& action);
    void on(const SeekEnd&);
    void on(const RunAgain&);
    void on(const Reboot&);
    void on(const TogglePlay&);
    void on(const SetUnit& action) { settings.unit = action.unit; }
    void on(const SetDetail& action) { settings.detail = action.detail; }
    void on(const SetTheme& action) { settings.theme = action.theme; }
    void on(const SetLecture& action) { settings.lecture = action.on; }
    void on(const SetKernel& action);
    void on(const Select& action) { selection = action.what; }
    void on(const Hover& action) { hovered = action.what; }
    void on(const TypeInput& action);
    void on(const StartTour&);
    void on(const TourNext&);
    void on(const TourBack&);
    void on(const LeaveTour&);
    void on(const AskQuestion&);
    void on(const AnswerQuestion& action);
    void on(const DismissQuestion&);
    void on(const ToggleBlank&) { blank = !blank; }
    void on(const OpenTarget& action);
    void on(const OpenText& action);
    void on(const TraceProgram& action);
    void on(const StopTrace&);
    void on(const OpenStart&);
    void on(const SaveSession& action);

    void open_scenario_now(std::optional<Scenario> opened, Problem& problem, Screen screen);
    void look_ahead();
    void decided();  // the future is another one now
    void run_slice();
    void show_stop(std::size_t at);

    // session_recording.cpp: true when the intention was the recording's
    bool on_recording(const Action& action);
    bool play_recording();
    void open_recording_now(const std::string& path);
    bool poll_trace();  // true: it has ended
    void show_recording(host::Recording opened, const std::string& name);

    // session_real.cpp: the real kernel goes where the cursor goes
    void follow();
    void start_real();
    bool shows_real() const { return settings.kernel != KernelMode::simulated && real != nullptr; }

    Stage stage;
    std::unique_ptr<RecordingPlay> recording;
    std::unique_ptr<host::BackgroundTrace> tracing;
    std::unique_ptr<RealRun> real;
    bool real_behind = false;
    Settings settings;
    bool playing = false;
    bool running_to_end = false;
    double play_seconds = 0;  // since the last step played
    Selection selection, hovered;
    std::optional<Question> question;
    std::optional<std::size_t> answered;
    bool blank = false;
    std::optional<TourPlay> tour;
    std::string message;
    std::uint64_t revision = 1;
    std::uint64_t quiz_seed = 1;

    mutable Shown shown;
    mutable std::vector<std::string> labels;                   // by step; "" not made yet
    mutable std::optional<sim::history::Timeline> scout;       // walks ahead to make labels
    mutable std::map<std::size_t, std::uint64_t> notes_shown;  // note → the first step it was due at
};

// A scenario, compiled and booted. nullopt and `problem` when its programs do not compile.
std::optional<Stage> make_stage(Scenario scenario, Screen screen, std::string& warnings, Problem& problem);
// Scenario 1 behind the start screen.
Stage start_stage();

}  // namespace app::session
