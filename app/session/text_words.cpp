#include "app/session/text_words.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "sim/base/limits.h"
#include "sim/kernel/sys/table.h"

namespace app::session {
namespace {

using FlagName = std::pair<std::uint64_t, const char*>;

// Names of the bits in `names` that are set, joined by '|'; what is left over follows as `left_over` formats it.
template <std::size_t N>
std::string flag_text(std::uint64_t flags, const std::array<FlagName, N>& names, const char* left_over) {
    std::string text;
    const auto add = [&](const std::string& word) { text += (text.empty() ? "" : "|") + word; };
    for (const auto& [bit, name] : names) {
        if ((flags & bit) == 0) continue;
        add(name);
        flags &= ~bit;
    }
    if (flags != 0) add(fmt::format(fmt::runtime(left_over), flags));
    return text.empty() ? "0" : text;
}

}  // namespace

std::string TextContext::process(sim::Pid pid) const {
    return process_name ? process_name(pid) : fmt::format("process {}", pid.value);
}

std::string hex(std::uint64_t number) {
    return fmt::format("0x{:x}", number);
}
std::string frame_word(std::uint64_t pfn) {
    return fmt::format("frame 0x{:02x}", pfn);
}
std::string pages_word(std::uint64_t pages) {
    return fmt::format("{} page{}", pages, pages == 1 ? "" : "s");
}
std::string bytes_word(std::uint64_t bytes) {
    return fmt::format("{} byte{}", bytes, bytes == 1 ? "" : "s");
}

std::string access_word(std::uint64_t access) {
    return access == 0 ? "read" : access == 1 ? "write" : "execute";
}
std::string access_noun(std::uint64_t access) {
    return access == 0 ? "reading" : access == 1 ? "writing" : "executing";
}

std::string key_word(std::uint64_t key) {
    return static_cast<std::uint32_t>(key) == 0 ? "IPC_PRIVATE" : hex(static_cast<std::uint32_t>(key));
}

std::string perms_word(std::uint64_t perms) {
    return sim::report::Perms{(perms & 1) != 0, (perms & 2) != 0, (perms & 4) != 0, (perms & 8) != 0}.text();
}

std::string status_word(std::uint64_t status) {
    const std::uint64_t signal = status & 0x7f;
    return signal != 0 ? "killed by " + signal_name(signal) : fmt::format("exit status {}", (status >> 8) & 0xff);
}

std::string shm_command(std::uint64_t command) {
    switch (command) {
        case sim::kIpcRmid: return "IPC_RMID";
        case sim::kIpcSet: return "IPC_SET";
        case sim::kIpcStat: return "IPC_STAT";
        case sim::kIpcInfo: return "IPC_INFO";
        case sim::kShmLock: return "SHM_LOCK";
        case sim::kShmUnlock: return "SHM_UNLOCK";
        case sim::kShmStat: return "SHM_STAT";
        case sim::kShmInfo: return "SHM_INFO";
        case sim::kShmStatAny: return "SHM_STAT_ANY";
        default: return fmt::format("{}", static_cast<std::int32_t>(command));
    }
}

std::string shmget_flags(std::uint64_t flags) {
    static constexpr std::array<FlagName, 4> kNames{{{sim::kIpcCreat, "IPC_CREAT"},
                                                     {sim::kIpcExcl, "IPC_EXCL"},
                                                     {sim::kShmHugetlb, "SHM_HUGETLB"},
                                                     {sim::kShmNoreserve, "SHM_NORESERVE"}}};
    return flag_text(static_cast<std::uint32_t>(flags), kNames, "0{:o}");
}

std::string shmat_flags(std::uint64_t flags) {
    static constexpr std::array<FlagName, 4> kNames{{{sim::kShmRdonly, "SHM_RDONLY"},
                                                     {sim::kShmRnd, "SHM_RND"},
                                                     {sim::kShmRemap, "SHM_REMAP"},
                                                     {sim::kShmExec, "SHM_EXEC"}}};
    return flag_text(static_cast<std::uint32_t>(flags), kNames, "0x{:x}");
}

std::string syscall_name(std::uint64_t number) {
    const sim::kernel::SyscallInfo* info = sim::kernel::find_syscall(static_cast<std::uint32_t>(number));
    return info != nullptr ? std::string(info->name) : fmt::format("syscall {}", number);
}

std::string signal_name(std::uint64_t signal) {
    // asm/signal.h of x86-64
    static constexpr std::array kNames{"0",       "SIGHUP",  "SIGINT",    "SIGQUIT", "SIGILL",  "SIGTRAP", "SIGABRT",
                                       "SIGBUS",  "SIGFPE",  "SIGKILL",   "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE",
                                       "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP"};
    return signal > 0 && signal < kNames.size() ? kNames[signal] : fmt::format("signal {}", signal);
}

const sim::report::AreaRow* area_at(const TextContext& context, sim::Pid pid, std::uint64_t address) {
    for (const sim::report::State* state : {context.state, context.before}) {
        const sim::report::TaskRow* task = state != nullptr ? state->process(pid) : nullptr;
        if (task == nullptr) continue;
        for (const sim::report::AreaRow& area : task->areas) {
            if (area.start.value <= address && address < area.end.value) return &area;
        }
    }
    return nullptr;
}

const sim::report::SegmentRow* segment_of(const TextContext& context, sim::ShmId shmid) {
    for (const sim::report::State* state : {context.state, context.before}) {
        const sim::report::SegmentRow* segment = state != nullptr ? state->segment(shmid) : nullptr;
        if (segment != nullptr) return segment;
    }
    return nullptr;
}

std::string area_word(const TextContext& context, sim::Pid pid, std::uint64_t address) {
    const sim::report::AreaRow* area = area_at(context, pid, address);
    if (area == nullptr) return "";
    const std::string kind(sim::report::area_kind_name(area->kind));
    if (area->kind != sim::report::AreaKind::shm) return kind;
    const sim::report::SegmentRow* segment = segment_of(context, area->shmid);
    // A removed segment has given its key up: 0, which no longer says IPC_PRIVATE.
    if (segment == nullptr || segment->dest) return fmt::format("shm (segment {})", area->shmid.value);
    return fmt::format("{} {}", kind, key_word(static_cast<std::uint32_t>(segment->key.value)));
}

}  // namespace app::session
