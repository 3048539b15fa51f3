#include "app/session/recording_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/host/replay.h"
#include "app/session/strace_calls.h"
#include "app/session/text_words.h"
#include "sim/base/errno.h"
#include "sim/base/limits.h"

namespace app::session {
namespace {

using host::Step;
using host::StepKind;
using host::Unseen;
using sim::Pid;

constexpr std::uint32_t kMmap = 9, kMunmap = 11, kShmget = 29, kShmat = 30, kShmctl = 31, kShmdt = 67;
constexpr std::uint64_t kRemove = 0;         // IPC_RMID
constexpr std::uint64_t kReadOnly = 010000;  // SHM_RDONLY

bool failed(const Step& step) {
    return step.result < 0 && step.result >= -4095;
}

std::string memory_word(const host::RecordedArea& area) {
    if (area.row.kind == sim::report::AreaKind::shm) return fmt::format("segment {}", area.row.shmid.value);
    if (area.row.kind == sim::report::AreaKind::anon) return "shared anonymous memory";
    const std::string& name = area.row.name;
    return name.substr(0, name.find(" (deleted)"));
}

std::string call_label(const Step& step) {
    const std::string name = traced_name(step.number);
    if (step.number == kShmctl) {
        const std::string command = shm_command(step.args[1]);
        return step.args[1] == kRemove ? "RMID" : command.substr(0, 10);
    }
    return name == "memfd_create" ? "memfd" : name.substr(0, 10);
}

// Sentences of one recording: what they say of names and areas is what was so at the step.
class Words {
public:
    explicit Words(const host::Recording& recording) : recording_(recording), replay_(recording) {
        learn(recording.initial);
    }

    std::vector<RecordedStepText> all() {
        std::vector<RecordedStepText> texts;
        texts.reserve(recording_.steps.size());
        for (std::size_t i = 0; i < recording_.steps.size(); ++i) {
            const Step& step = recording_.steps[i];
            // What a detach takes away is there before it, what a touch needs after it.
            const bool before = step.number == kShmdt || step.number == kMunmap;
            replay_.go(before ? i : i + 1);
            for (const host::TaskChange& change : step.changes.tasks) {
                if (change.row) names_[change.pid] = change.row->name;
            }
            texts.push_back({label(step), sentence(step)});
            learn(step.changes);
        }
        return texts;
    }

private:
    void learn(const host::Changes& changes) {
        for (const sim::ShmId id : changes.segments_gone) segments_.erase(id);
        for (const auto& row : changes.segments) segments_[row.shmid] = row;
    }

    std::string who(Pid pid) const {
        const auto name = names_.find(pid);
        return name == names_.end() || name->second.empty() ? fmt::format("{}", pid.value)
                                                            : fmt::format("{} ({})", pid.value, name->second);
    }

    const host::RecordedArea* area_of(const Step& step) const {
        if (step.touches.empty()) return nullptr;
        return area_at(step, step.touches.front().address);
    }

    // A thread's areas are its process's, in whose name the pages change.
    const host::RecordedArea* area_at(const Step& step, sim::VirtAddr address) const {
        if (const auto* area = replay_.area(step.pid, address)) return area;
        for (const host::TaskChange& change : step.changes.tasks) {
            if (const auto* area = replay_.area(change.pid, address)) return area;
        }
        return nullptr;
    }

    std::string label(const Step& step) const {
        switch (step.kind) {
            case StepKind::start: return "start";
            case StepKind::call: return call_label(step);
            case StepKind::fork: return "fork";
            case StepKind::thread: return "thread";
            case StepKind::exec: return "exec";
            case StepKind::touch:
            case StepKind::appeared: return touch_label(step);
            case StepKind::signal:
            case StepKind::killed: return traced_signal(step.signal).substr(0, 10);
            case StepKind::exited: return fmt::format("exit {}", step.status);
            case StepKind::last: return "end";
        }
        return {};
    }

    std::string touch_label(const Step& step) const {
        const bool touched = step.kind == StepKind::touch || !recording_.fault_events;
        const std::string word = touched ? "touch" : "mapped";
        const host::RecordedArea* area = area_of(step);
        std::string number = fmt::format("×{}", step.touches.size());
        if (step.touches.size() == 1 && area != nullptr) {
            number = fmt::format("{}", host::page_index(area->row, step.touches.front().address));
        }
        constexpr std::size_t kMost = 10;  // characters; "×" is one of two bytes
        const std::string text = word + " " + number;
        return text.size() - (number[0] == '\xc3' ? 1 : 0) <= kMost ? text : word;
    }

    std::string sentence(const Step& step) const {
        const std::string subject = who(step.pid);
        switch (step.kind) {
            case StepKind::start: return subject + " began";
            case StepKind::call: return subject + " " + call_sentence(step);
            case StepKind::fork: return fmt::format("{} made process {}", subject, step.child.value);
            case StepKind::thread: return fmt::format("{} made thread {}", subject, step.child.value);
            case StepKind::exec: return fmt::format("{} runs another program; its attaches are gone", subject);
            case StepKind::touch: return fmt::format("{} first {}", subject, touched(step));
            case StepKind::appeared: return appeared(step, subject);
            case StepKind::signal: return subject + " " + signal_words(step);
            case StepKind::exited: return fmt::format("{} exited with {}", subject, step.status);
            case StepKind::killed: return fmt::format("{} was killed by {}", subject, traced_signal(step.signal));
            case StepKind::last: return "what had changed when the recording ended";
        }
        return {};
    }

    std::string pages_of(const Step& step) const {
        const host::RecordedArea* area = area_of(step);
        const std::string where = area == nullptr ? "memory that is gone" : memory_word(*area);
        if (step.touches.size() != 1) return fmt::format("{} of {}", pages_word(step.touches.size()), where);
        const std::uint64_t page = area == nullptr ? 0 : host::page_index(area->row, step.touches.front().address);
        return fmt::format("page {} of {}", page, where);
    }

    std::string touched(const Step& step) const {
        const host::Access access = step.touches.empty() ? host::Access::unknown : step.touches.front().access;
        const bool alike = std::all_of(step.touches.begin(), step.touches.end(),
                                       [access](const host::Touch& one) { return one.access == access; });
        if (!alike || access == host::Access::unknown) return "touched " + pages_of(step);
        return (access == host::Access::write ? "wrote to " : "read ") + pages_of(step);
    }

    std::string appeared(const Step& step, const std::string& subject) const {
        if (!recording_.fault_events) {
            return fmt::format("{} touched {} since it was last looked at", subject, pages_of(step));
        }
        return fmt::format("the kernel mapped {} for {}, without a fault: around one, or for a call", pages_of(step),
                           subject);
    }

    static std::string signal_words(const Step& step) {
        const std::string name = traced_signal(step.signal);
        if (step.si_code <= 0) return "is sent " + name;
        return fmt::format("gets {} ({}) at address {:#x}", name, traced_code(step.signal, step.si_code),
                           step.fault_address.value);
    }

    std::string call_sentence(const Step& step) const {
        const std::string name = traced_name(step.number);
        if (failed(step)) {
            const auto error = static_cast<sim::Errno>(-step.result);
            return fmt::format("called {}: it failed with {}", name, sim::errno_name(error));
        }
        switch (step.number) {
            case kShmget: return shmget_words(step);
            case kShmat: return shmat_words(step);
            case kShmdt:
            case kMunmap: return unmap_words(step);
            case kShmctl: return shmctl_words(step);
            case kMmap: return mmap_words(step);
            default: break;
        }
        for (const host::ObjectChange& change : step.changes.objects) {
            if (change.gone) return fmt::format("called {}: {} is gone", name, change.row.name);
            if (change.row.links == 0) return fmt::format("called {}: {} has no name any more", name, change.row.name);
            return fmt::format("called {}: {} is {}", name, change.row.name, bytes_word(change.row.bytes));
        }
        return fmt::format("called {}: {}", name, step.result);
    }

    std::string shmget_words(const Step& step) const {
        const sim::ShmId id{static_cast<std::int32_t>(step.result)};
        const std::string key = key_word(step.args[0] & 0xffff'ffff);
        if (segments_.count(id) != 0) return fmt::format("found segment {} by its key {}", id.value, key);
        return fmt::format("made segment {} of {}, key {}", id.value, bytes_word(step.args[1]), key);
    }

    static std::string shmat_words(const Step& step) {
        return fmt::format("attached segment {} at {:#x}{}", step.args[0] & 0x7fff'ffff,
                           static_cast<std::uint64_t>(step.result),
                           (step.args[2] & kReadOnly) != 0 ? ", only to read" : "");
    }

    std::string unmap_words(const Step& step) const {
        const host::RecordedArea* area = area_at(step, sim::VirtAddr{step.args[0]});
        const std::string what = area == nullptr ? "memory" : memory_word(*area);
        return fmt::format("{} {} at {:#x}", step.number == kShmdt ? "detached" : "unmapped", what, step.args[0]);
    }

    std::string shmctl_words(const Step& step) const {
        const auto id = static_cast<std::int32_t>(step.args[0]);
        if (step.args[1] != kRemove)
            return fmt::format("called shmctl: {} of segment {}", shm_command(step.args[1]), id);
        const auto& gone = step.changes.segments_gone;
        const bool at_once = std::find(gone.begin(), gone.end(), sim::ShmId{id}) != gone.end();
        return at_once ? fmt::format("removed segment {}: nobody had it attached", id)
                       : fmt::format("marked segment {}: it goes with its last attach", id);
    }

    std::string mmap_words(const Step& step) const {
        const auto address = static_cast<std::uint64_t>(step.result);
        const host::RecordedArea* area = area_at(step, sim::VirtAddr{address});
        return fmt::format("mapped {} at {:#x}", area == nullptr ? "memory" : memory_word(*area), address);
    }

    const host::Recording& recording_;
    host::Replay replay_;
    std::map<Pid, std::string> names_;
    std::map<sim::ShmId, sim::report::SegmentRow> segments_;
};

}  // namespace

std::vector<RecordedStepText> recorded_step_texts(const host::Recording& recording) {
    return Words(recording).all();
}

std::string unseen_sentence(const host::Limit& limit) {
    switch (limit.what) {
        case Unseen::frames: return "frame numbers are not shown: the system tells them to root alone";
        case Unseen::fault_events:
            return "page faults are not told here (perf_event_paranoid): pages are seen at the next call only, and "
                   "their "
                   "order is not known";
        case Unseen::setuid:
            return fmt::format("{} asks for another user's or group's rights: traced, it ran without them", limit.name);
        case Unseen::other_abi: return fmt::format("{} is not an x86-64 program: its calls are not shown", limit.name);
        case Unseen::interrupted:
            return "interrupted: the processes were ended, what they would have done is not there";
        case Unseen::steps: return "there was more than a recording holds: later steps are not shown, only the end";
        case Unseen::tasks:
            return fmt::format("more than {} processes and threads: later ones are not shown", host::kMaxRecordedTasks);
        case Unseen::pages:
            return fmt::format("of {} only the first {} pages of an area were looked at", limit.name,
                               host::kMaxPagesOfArea);
        case Unseen::faults_lost:
            return fmt::format("{} page faults came faster than they could be read: their order is not known",
                               limit.count);
        case Unseen::objects: return "there are more objects in /dev/shm than are listed";
    }
    return {};
}

std::string touches_sentence(const host::Recording& recording) {
    return recording.fault_events ? "first touches as page faults told them, in order"
                                  : "first touches as seen at the next call of their process; their order is not known";
}

std::string namespace_phrase(const host::Recording& recording) {
    return recording.namespaces == host::NamespaceKind::shared ? "among the system's own segments and objects"
                                                               : "in an IPC namespace and a /dev/shm of its own";
}

}  // namespace app::session
