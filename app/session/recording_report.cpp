#include "app/session/recording_report.h"

#include <fmt/format.h>

#include <cstring>
#include <map>

#include "app/session/recording_summary.h"
#include "app/session/recording_words.h"
#include "app/session/strace_calls.h"
#include "app/session/text_words.h"

namespace app::session {
namespace {

using Kind = RecordedMemory::Kind;

class Report {
public:
    explicit Report(const host::Recording& recording) : recording_(recording), summary_(summarize(recording)) {
        for (const RecordedProcess& process : summary_.processes) names_[process.pid] = process.name;
    }

    std::string text() const {
        std::string text = heading();
        // Files that are mapped shared are many and mostly the C library's own: last.
        for (const bool files : {false, true}) {
            for (const RecordedMemory& memory : summary_.memories) {
                if ((memory.kind == Kind::file) == files) text += "\n" + memory_text(memory);
            }
        }
        for (const auto& set : summary_.semaphores_left) {
            text += fmt::format("\nsemaphore set {}, {} semaphores, key {}: left behind\n", set.semid,
                                set.semaphores.size(), key_word(static_cast<std::uint32_t>(set.key.value)));
        }
        for (const auto& queue : summary_.queues_left) {
            text += fmt::format("\nmessage queue {}, {} messages, key {}: left behind\n", queue.msqid, queue.messages,
                                key_word(static_cast<std::uint32_t>(queue.key.value)));
        }
        return text + "\n" + processes_text();
    }

private:
    std::string heading() const {
        std::string command;
        for (const std::string& word : recording_.command) command += (command.empty() ? "" : " ") + word;
        std::string text = fmt::format("{}, {}: {} steps; {}\n", command, namespace_phrase(recording_),
                                       recording_.steps.size(), touches_sentence(recording_));
        for (const host::Limit& limit : recording_.unseen)
            text += fmt::format("not seen: {}\n", unseen_sentence(limit));
        if (summary_.memories.empty()) text += "\nno shared memory was made, attached or met\n";
        return text;
    }

    std::string who(sim::Pid pid) const {
        const auto name = names_.find(pid);
        return name == names_.end() ? fmt::format("{}", pid.value) : fmt::format("{} ({})", pid.value, name->second);
    }

    static std::string owner(sim::Uid uid) { return uid.value == 0 ? "root" : fmt::format("{}", uid.value); }

    static std::string title(const RecordedMemory& memory) {
        switch (memory.kind) {
            case Kind::segment:
                return fmt::format("segment {}, key {}", memory.shmid.value,
                                   key_word(static_cast<std::uint32_t>(memory.key.value)));
            case Kind::object: return "object " + memory.name;
            case Kind::memfd: return "memfd " + memory.name.substr(std::strlen("/memfd:"));
            case Kind::file: return "file " + memory.name;
            case Kind::anonymous: return "shared anonymous memory";
        }
        return {};
    }

    std::string memory_text(const RecordedMemory& memory) const {
        const bool has_mode = memory.kind != Kind::anonymous && memory.kind != Kind::memfd;
        std::string text =
            fmt::format("{}, {}, owner {}", title(memory), bytes_word(memory.bytes), owner(memory.owner));
        if (has_mode) text += fmt::format(", mode {:o}", memory.mode);
        if (!memory.created) text += ", was there before";
        if (memory.created && memory.creator != sim::kNoPid) {
            text += fmt::format(", made by {} in step {}", who(memory.creator), *memory.created + 1);
        }
        text += "\n";
        for (const RecordedAttach& attach : memory.attaches) text += attach_text(attach);
        return text + pages_text(memory) + ending_text(memory);
    }

    std::string attach_text(const RecordedAttach& attach) const {
        const std::string to = attach.to ? fmt::format("step {}", *attach.to + 1) : "the end";
        return fmt::format("  attached by {} at {:#x}-{:#x} {}, step {} to {}\n", who(attach.pid), attach.start.value,
                           attach.end.value, attach.perms.text(), attach.from ? *attach.from + 1 : 0, to);
    }

    // Pages that follow each other and were first touched alike are one line.
    std::string pages_text(const RecordedMemory& memory) const {
        std::string text;
        const std::vector<RecordedPage>& pages = memory.pages;
        for (std::size_t first = 0, next = 0; first < pages.size(); first = next) {
            for (next = first + 1; next < pages.size() && follows(pages[next - 1], pages[next]);) ++next;
            const RecordedPage& page = pages[first];
            const std::string range = next - first == 1 ? fmt::format("page {}", page.index)
                                                        : fmt::format("pages {}-{}", page.index, pages[next - 1].index);
            text += fmt::format("  {} {} by {} in step {}\n", range, touch_word(page), who(page.pid), page.step + 1);
        }
        return text;
    }

    static bool follows(const RecordedPage& one, const RecordedPage& next) {
        return next.index == one.index + 1 && next.pid == one.pid && next.step == one.step &&
               next.access == one.access && next.told == one.told;
    }

    std::string touch_word(const RecordedPage& page) const {
        if (page.access == host::Access::write) return "first written";
        if (page.access == host::Access::read) return "first read";
        return page.told || !recording_.fault_events ? "first touched" : "made present";
    }

    static std::string ending_text(const RecordedMemory& memory) {
        if (memory.left_behind) return "  left behind\n";
        return memory.removed ? fmt::format("  gone in step {}\n", *memory.removed + 1) : "";
    }

    std::string processes_text() const {
        std::string text;
        for (const RecordedProcess& process : summary_.processes) {
            std::string ending = "still ran";
            if (process.exit_status) ending = fmt::format("exited with {}", *process.exit_status);
            if (process.signal) ending = "killed by " + traced_signal(*process.signal);
            text += fmt::format("process {}, child of {}: {} steps, {}\n", who(process.pid), process.parent.value,
                                process.steps, ending);
        }
        return text;
    }

    const host::Recording& recording_;
    RecordingSummary summary_;
    std::map<sim::Pid, std::string> names_;
};

std::string error_words(int error) {
    return error == 0 ? "" : fmt::format(": {}", std::strerror(error));
}

}  // namespace

std::string recording_report(const host::Recording& recording) {
    return Report(recording).text();
}

std::string refusal_sentence(const host::TraceRefusal& refusal) {
    using Why = host::TraceRefusal::Why;
    const std::string why = error_words(refusal.error);
    switch (refusal.why) {
        case Why::not_found: return refusal.program + ": there is no such program";
        case Why::not_executable: return refusal.program + ": cannot be run" + why;
        case Why::other_abi:
            return refusal.program + ": is not a 64-bit x86-64 program; the calls of others cannot be recorded";
        case Why::no_namespace:
            return "this host does not let you make a private IPC namespace" + why +
                   "; --shared-namespace traces among the system's own segments";
        case Why::no_shm_mount:
            return "this host does not let you have a private /dev/shm" + why +
                   "; --shared-namespace traces among the system's own objects";
        case Why::no_ptrace: return "this host does not let you trace processes (ptrace)" + why;
        case Why::no_filter: return "this host does not allow seccomp filters" + why;
        case Why::no_process: return "cannot start a process" + why;
        case Why::no_such_system: return "programs can be traced on Linux on x86-64 only";
    }
    return {};
}

}  // namespace app::session
