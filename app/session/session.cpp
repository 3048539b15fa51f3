#include "app/session/session.h"

#include <algorithm>

#include "app/session/session_data.h"
#include "app/session/source_line.h"

namespace app::session {
namespace {

using sim::history::Input;
using sim::history::Timeline;

constexpr double kMaxTickSeconds = 0.25;  // after a pause of the window, playing does not catch up

TextContext text_context(const Shown& shown) {
    const sim::report::State* now = &shown.now;
    TextContext context{now, &shown.before, {}};
    context.process_name = [now](sim::Pid pid) {
        const sim::report::TaskRow* task = now->process(pid);
        return task != nullptr ? task->name : "process " + std::to_string(pid.value);
    };
    return context;
}

}  // namespace

Session::Data::Data(Stage opened) : stage(std::move(opened)) {
    look_ahead();
}

void Session::Data::replace(Stage opened) {
    revision += stage.timeline.generation() + 1;
    stage = std::move(opened);
    playing = running_to_end = blank = false;
    selection = hovered = {};
    question.reset();
    answered.reset();
    shown = {};
    real.reset();
    recording.reset();
    decided();
}

ShownKey Session::Data::shown_key() const {
    ShownKey key{stage.timeline.generation(), settings.kernel};
    if (recording != nullptr) key.recorded_step = recording->step();
    if (shows_real()) key.real_step = real->step(), key.restarts = real->restarts();
    return key;
}

void Session::Data::observe_kernel() const {
    if (recording != nullptr) {
        shown.now = recording->state();
        shown.before = recording->state_before();
        return;
    }
    if (settings.kernel == KernelMode::real && real != nullptr) {
        shown.now = real->state();
        shown.before = real->state_before();
        return;
    }
    shown.now = stage.timeline.machine().observe();
    shown.before = stage.timeline.machine_before().observe();
}

void Session::Data::refresh() const {
    const Timeline& timeline = stage.timeline;
    if (shown.key == shown_key()) return;
    shown.key = shown_key();
    observe_kernel();
    shown.changes = sim::history::diff(shown.before, shown.now);
    if (recording != nullptr) return tell_recording();
    TextContext context = text_context(shown);
    const sim::history::Moment at = timeline.cursor();
    context.whole_step = at.step > 0 && at == sim::history::Moment{at.step};
    const auto& events = timeline.events();
    shown.texts = session::event_texts(events, context);
    const auto done = static_cast<std::ptrdiff_t>(std::min(timeline.events_done(), events.size()));
    const std::vector<sim::report::Event> happened(events.begin(), events.begin() + done);
    shown.why = why_text(happened, context);
    shown.caption = caption_text(happened, context);
}

// A recording knows calls and first accesses, not what the kernel did in them.
void Session::Data::tell_recording() const {
    shown.texts.clear();
    const std::size_t step = recording->step();
    shown.caption = step > 0 ? recording->texts()[step - 1].sentence : std::string();
    shown.why.clear();
}

const std::string& Session::Data::label(std::uint64_t step) const {
    if (labels.size() <= step) labels.resize(step + 1);
    if (labels[step].empty()) labels[step] = make_label(step);
    return labels[step];
}

std::string Session::Data::make_label(std::uint64_t step) const {
    const Input& input = stage.timeline.input(step);
    if (input.kind == Input::Kind::run_again) return "run again";
    if (input.kind != Input::Kind::step) return "typed";
    if (!scout) scout = stage.timeline;
    scout->seek(step + 1);
    const sim::report::State state = scout->machine().observe();
    const sim::report::TaskRow* task = state.process(input.pid);
    const std::string line =
        task == nullptr ? std::string()
                        : source_line(*stage.timeline.programs(), task->program, task->last_file, task->last_line);
    const std::string made = session::step_label(scout->events(), line);
    return made.empty() ? "·" : made;
}

// A note is due when its line is the next to run, and only the first time.
const Note* Session::Data::due_note() const {
    const auto next = stage.timeline.next_task();
    const sim::report::TaskRow* task = next ? shown.now.process(*next) : nullptr;
    if (task == nullptr) return nullptr;
    const auto& notes = stage.scenario.notes;
    for (std::size_t at = 0; at < notes.size(); ++at) {
        const std::string& process = stage.scenario.machine.processes[notes[at].process].name;
        if (task->name != process || task->line != notes[at].line) continue;
        const std::uint64_t step = stage.timeline.step();
        std::uint64_t& first = notes_shown.try_emplace(at, step).first->second;
        first = std::min(first, step);
        if (first == step) return &notes[at];
    }
    return nullptr;
}

Session::Session() : data_(std::make_shared<Data>(start_stage())) {}

Session::Session(Scenario scenario, sim::machine::ProgramSetPtr programs) {
    Timeline timeline(scenario.machine, std::move(programs), scenario.schedule);
    data_ = std::make_shared<Data>(Stage{std::move(scenario), std::move(timeline), Screen::picture});
}

Session::Session(Scenario scenario, Timeline timeline)
    : data_(std::make_shared<Data>(Stage{std::move(scenario), std::move(timeline), Screen::picture})) {}

Session::Session(host::Recording recording, const std::string& name) : Session() {
    data_->show_recording(std::move(recording), name);
}

void Session::apply(const Action& action) {
    const bool quiet = std::holds_alternative<Hover>(action);
    if (quiet && std::get<Hover>(action).what == data_->hovered) return;
    if (!quiet) data_->message.clear();
    if (!data_->on_recording(action)) std::visit([this](const auto& one) { data_->on(one); }, action);
    if (!quiet) data_->follow();
    data_->changed();
}

bool Session::tick(double seconds) {
    Data& data = *data_;
    if (data.poll_trace()) {
        data.changed();
        return true;
    }
    if (data.running_to_end || data.real_behind) {
        if (data.running_to_end) data.run_slice();
        data.follow();
        data.changed();
        return true;
    }
    if (!data.playing) return false;
    data.play_seconds += std::min(seconds, kMaxTickSeconds);
    if (data.play_seconds * data.settings.play_steps_per_second < 1) return false;
    data.play_seconds = 0;
    data.question.reset();
    if (data.recording != nullptr) {
        data.changed();
        return data.play_recording();
    }
    if (!data.stage.timeline.forward(data.settings.unit)) data.playing = false;
    data.follow();
    data.changed();
    return true;
}

Screen Session::screen() const {
    return data_->recording != nullptr ? Screen::recording : data_->stage.screen;
}
const Scenario& Session::scenario() const {
    return data_->stage.scenario;
}
const Settings& Session::settings() const {
    return data_->settings;
}
Settings& Session::settings() {
    return data_->settings;
}
const Timeline& Session::timeline() const {
    return data_->stage.timeline;
}
Timeline& Session::timeline() {
    return data_->stage.timeline;
}
bool Session::playing() const {
    return data_->playing;
}
bool Session::running_to_end() const {
    return data_->running_to_end;
}

const RecordingPlay* Session::recording() const {
    return data_->recording.get();
}
bool Session::tracing() const {
    return data_->tracing != nullptr;
}
const RealRun* Session::real() const {
    return data_->shows_real() ? data_->real.get() : nullptr;
}
bool Session::real_behind() const {
    return data_->real_behind;
}

const sim::report::State& Session::state() const {
    return data_->refresh(), data_->shown.now;
}
const sim::report::State& Session::state_before() const {
    return data_->refresh(), data_->shown.before;
}
const sim::report::State& Session::naming_state() const {
    return data_->recording != nullptr ? data_->recording->last_state() : state();
}
const sim::history::Changes& Session::changes() const {
    return data_->refresh(), data_->shown.changes;
}
const std::vector<sim::report::Event>& Session::events() const {
    static const std::vector<sim::report::Event> kNone;
    return data_->recording != nullptr ? kNone : timeline().events();
}
std::size_t Session::events_done() const {
    return data_->recording != nullptr ? 0 : timeline().events_done();
}
const std::vector<EventText>& Session::event_texts() const {
    return data_->refresh(), data_->shown.texts;
}
const std::string& Session::why() const {
    return data_->refresh(), data_->shown.why;
}
const std::string& Session::caption() const {
    return data_->refresh(), data_->shown.caption;
}
const std::string& Session::step_label(std::uint64_t step) const {
    return data_->label(step);
}
sim::Pid Session::step_pid(std::uint64_t step) const {
    return timeline().task_of(step);
}

const Selection& Session::selection() const {
    return data_->selection;
}
const Selection& Session::hovered() const {
    return data_->hovered;
}
const Note* Session::note() const {
    if (data_->recording != nullptr) return nullptr;
    return data_->refresh(), data_->due_note();
}
const TourState* Session::tour() const {
    return data_->tour ? &data_->tour->state : nullptr;
}
const Question* Session::question() const {
    return data_->question ? &*data_->question : nullptr;
}
std::optional<std::size_t> Session::answered() const {
    return data_->answered;
}
bool Session::blanked() const {
    return data_->blank || (data_->question && !data_->answered);
}
const std::string& Session::message() const {
    return data_->message;
}
std::uint64_t Session::revision() const {
    return data_->revision + data_->stage.timeline.generation();
}

}  // namespace app::session
