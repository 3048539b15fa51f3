// What intentions mean while a recording is looked at: it can be walked through, and not be changed.
#include "app/session/recording_file.h"
#include "app/session/session_data.h"

namespace app::session {
namespace {

// Walks; true: the intention was about where we are, or about a run that a recording is not.
class Walker {
public:
    Walker(RecordingPlay& play, Session::Data& data) : play_(play), data_(data) {}

    bool operator()(const StepForward&) { return go(play_.step() + 1); }
    bool operator()(const StepBack&) { return go(play_.step() - (play_.step() > 0 ? 1 : 0)); }
    bool operator()(const SeekStep& action) { return go(action.step); }
    bool operator()(const SeekEnd&) { return go(play_.steps()); }
    bool operator()(const TogglePlay&) {
        data_.playing = !data_.playing && play_.step() < play_.steps();
        data_.play_seconds = 0;
        return true;
    }
    bool operator()(const StepTask&) { return refuse(); }
    bool operator()(const SeekEvent&) { return refuse(); }
    bool operator()(const RunAgain&) { return refuse(); }
    bool operator()(const Reboot&) { return refuse(); }
    bool operator()(const TypeInput&) { return refuse(); }
    bool operator()(const AskQuestion&) { return refuse(); }
    bool operator()(const SetKernel&) { return refuse(); }
    bool operator()(const SaveSession& action) { return save(action.path); }
    template <class Other>
    bool operator()(const Other&) {
        return false;
    }

private:
    bool go(std::size_t step) {
        play_.seek(step);
        return true;
    }
    bool refuse() {
        data_.message = "This is a recording of a program that has run: it can be walked through, not changed.";
        return true;
    }
    bool save(const std::string& path) {
        Problem problem;
        data_.message = save_recording(path, play_.recording(), problem) ? "saved " + path : problem.message;
        return true;
    }

    RecordingPlay& play_;
    Session::Data& data_;
};

}  // namespace

bool Session::Data::on_recording(const Action& action) {
    return recording != nullptr && std::visit(Walker(*recording, *this), action);
}

bool Session::Data::play_recording() {
    recording->seek(recording->step() + 1);
    playing = recording->step() < recording->steps();
    return true;
}

void Session::Data::open_recording_now(const std::string& path) {
    Problem problem;
    std::optional<host::Recording> opened = open_recording(path, problem);
    if (!opened) {
        message = problem.message;
        return;
    }
    show_recording(std::move(*opened), path.substr(path.rfind('/') + 1));
}

void Session::Data::show_recording(host::Recording opened, const std::string& name) {
    tour.reset();
    replace(start_stage());
    settings.kernel = KernelMode::simulated;
    recording = std::make_unique<RecordingPlay>(std::move(opened), name);
}

void Session::Data::on(const TraceProgram& action) {
    const std::vector<std::string> command = host::command_words(action.command);
    if (command.empty()) {
        message = "which program? Its name or path, then its arguments; quotes as in a shell";
        return;
    }
    auto started = std::make_unique<host::BackgroundTrace>();
    std::string why_not;
    if (!started->start(command, why_not)) {
        message = command.front() + ": " + why_not;
        return;
    }
    tracing = std::move(started);
    message = "Tracing " + command.front() + ": it opens here when it has ended. Esc ends it now.";
}

void Session::Data::on(const StopTrace&) {
    if (tracing == nullptr) return;
    tracing->stop();
    message = "Ending the trace: what was recorded so far opens here.";
}

bool Session::Data::poll_trace() {
    using State = host::BackgroundTrace::State;
    if (tracing == nullptr || tracing->poll() == State::running) return false;
    const std::unique_ptr<host::BackgroundTrace> ended = std::move(tracing);
    message.clear();
    if (ended->poll() == State::done)
        open_recording_now(ended->file());
    else
        message = ended->complaint();
    return true;
}

}  // namespace app::session
