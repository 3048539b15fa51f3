#include "app/views/gather.h"

#include <algorithm>
#include <utility>

#include "app/views/side_by_side.h"
#include "app/views/style.h"

namespace app::views {
namespace {

using namespace sim::report;
using session::Session;

constexpr std::uint64_t kMostTurns = 256;                  // of the interleaving
constexpr std::size_t kMostOutput = std::size_t{1} << 14;  // bytes of console

// Lines of the programs' files, split when first asked for.
class Sources {
public:
    explicit Sources(sim::machine::ProgramSetPtr programs) : programs_(std::move(programs)) {}

    const SourceLines* lines(std::uint32_t program, const std::string& file) {
        const auto known = split_.find({program, file});
        if (known != split_.end()) return &known->second;
        if (program >= programs_->size()) return nullptr;
        for (const auto& source : (*programs_)[program]->files) {
            if (source.name == file) return &(split_[{program, file}] = split(source.text));
        }
        return nullptr;
    }

private:
    static SourceLines split(std::string_view text) {
        SourceLines lines;
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            lines.emplace_back(text.substr(0, end - (end > 0 && text[end - 1] == '\r' ? 1 : 0)));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        return lines;
    }

    sim::machine::ProgramSetPtr programs_;
    std::map<std::pair<std::uint32_t, std::string>, SourceLines> split_;
};

void gather_turns(const Session& session, SceneInput& input) {
    const sim::history::Moment cursor = session.timeline().cursor();
    input.step = cursor.step + (cursor.event > 0 ? 1 : 0);
    input.length = session.timeline().length();
    input.next = session.timeline().next_task();
    input.turns_before = input.step > kMostTurns ? input.step - kMostTurns : 0;
    const std::uint64_t known = std::min(input.step, session.timeline().recorded());
    for (std::uint64_t step = input.turns_before; step < known; ++step) input.turns.push_back(session.step_pid(step));
    if (!input.turns.empty()) input.ran = input.turns.back();
}

// The answer may be what the step printed: while it is hidden, so is that.
std::size_t chunks_hidden(const Session& session, const SceneInput& input) {
    if (!input.hide_changes) return 0;
    const auto& events = session.events();
    const auto done = events.begin() + static_cast<std::ptrdiff_t>(std::min(session.events_done(), events.size()));
    return static_cast<std::size_t>(
        std::count_if(events.begin(), done, [](const Event& event) { return event.type == EventType::output; }));
}

void gather_output(const Session& session, SceneInput& input) {
    const auto& log = session.timeline().machine().output();
    const std::size_t shown = log.size() - std::min(log.size(), chunks_hidden(session, input));
    std::size_t first = shown, bytes = 0;
    while (first > 0 && bytes < kMostOutput) bytes += log[--first].bytes.size();
    for (std::size_t n = first; n < shown; ++n) input.output.push_back({log[n].pid, log[n].bytes});
}

void gather_question(const Session& session, SceneInput& input) {
    if (!session.blanked()) return;
    const session::Question* question = session.question();
    const bool about_what_comes = question != nullptr && question->step > input.step;
    (about_what_comes ? input.hide_future : input.hide_changes) = true;
}

void name_processes(const Session& session, SceneInput& input) {
    const State& state = session.naming_state();
    for (const TaskRow& task : state.processes) {
        input.identities[task.pid] = {session::process_letter(state, task.pid),
                                      session::process_colour(state, task.pid)};
    }
}

// The bytes of a frame: of the simulated machine. Looking at a real one would change it.
void show_bytes(const Session& session, SceneInput& input) {
    const auto* machine = &session.timeline().machine();
    input.frame_bytes = [machine](sim::Pfn pfn) -> std::span<const std::uint8_t> { return machine->frame_bytes(pfn); };
}

// A recording knows states and nothing of how they came about.
SceneInput gather_recording(const Session& session) {
    SceneInput input;
    const session::RecordingPlay& play = *session.recording();
    input.now = &session.state();
    input.before = &session.state_before();
    input.changes = &session.changes();
    input.events = &session.events();
    input.texts = &session.event_texts();
    input.detail = session.settings().detail;
    input.selected = session.selection();
    input.hovered = session.hovered();
    input.step = play.step();
    input.length = play.steps();
    if (play.step() > 0) input.ran = play.recording().steps[play.step() - 1].pid;
    name_processes(session, input);
    return input;
}

SceneInput gather(const Session& session) {
    if (session.recording() != nullptr) return gather_recording(session);
    SceneInput input;
    input.now = &session.state();
    input.before = &session.state_before();
    input.changes = &session.changes();
    input.events = &session.events();
    input.texts = &session.event_texts();
    input.events_done = session.events_done();
    input.why = session.why();
    input.detail = session.settings().detail;
    input.selected = session.selection();
    input.hovered = session.hovered();
    gather_turns(session, input);
    gather_question(session, input);
    gather_output(session, input);
    name_processes(session, input);
    const auto sources = std::make_shared<Sources>(session.timeline().programs());
    input.source = [sources](const TaskRow& task, const std::string& file) {
        return sources->lines(task.program, file);
    };
    if (input.now->visible.entries) show_bytes(session, input);
    if (session.settings().kernel == session::KernelMode::real && session.real() != nullptr)
        input.answers = &session.real()->answers();
    return input;
}

// Both kernels are shown: the real one's rows in place of the simulated one's.
SceneInput gather_real(const Session& session) {
    SceneInput input = gather(session);
    input.now = &session.real()->state();
    input.before = &session.real()->state_before();
    input.frame_bytes = nullptr;
    return input;
}

bool side_by_side(const Session& session) {
    return session.settings().kernel == session::KernelMode::side_by_side && session.real() != nullptr;
}

}  // namespace

std::shared_ptr<const Scene> scene_of(const ViewContext& context) {
    ViewMemory& memory = context.memory;
    const bool known = memory.scene != nullptr && memory.scene->now == &context.session.state() &&
                       memory.scene_revision == context.session.revision();
    if (!known) {
        memory.scene = std::make_shared<const Scene>(gather(context.session));
        memory.real_scene =
            side_by_side(context.session) ? std::make_shared<const Scene>(gather_real(context.session)) : nullptr;
        memory.scene_revision = context.session.revision();
    }
    return memory.scene;
}

std::shared_ptr<const Scene> real_scene_of(const ViewContext& context) {
    scene_of(context);
    return context.memory.real_scene;
}

std::optional<SideBySide> both_kernels(const ViewContext& context) {
    const std::shared_ptr<const Scene> simulated = scene_of(context), real = real_scene_of(context);
    const session::RealRun* run = context.session.real();
    if (run == nullptr || real == nullptr) return std::nullopt;
    const sim::history::Moment cursor = context.session.timeline().cursor();
    return SideBySide{*simulated,
                      *real,
                      run->differences(),
                      run->totals(),
                      run->step(),
                      run->restarts(),
                      context.session.real_behind(),
                      run->step() == cursor.step && !inside_step(cursor),
                      run->failure()};
}

}  // namespace app::views
