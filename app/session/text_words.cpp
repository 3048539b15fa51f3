#include "app/session/text_words.h"

#include <fmt/format.h>

#include <array>

#include "app/session/linux_names.h"
#include "sim/base/limits.h"
#include "sim/kernel/mm/frame_table.h"
#include "sim/kernel/sys/table.h"

namespace app::session {
std::string TextContext::process(sim::Pid pid) const {
    return process_name ? process_name(pid) : fmt::format("process {}", pid.value);
}

std::string hex(std::uint64_t number) {
    return fmt::format("0x{:x}", number);
}
std::string frame_word(std::uint64_t pfn) {
    return fmt::format("frame 0x{:02x}", pfn);
}
bool is_zero_page(std::uint64_t pfn) {
    return pfn == sim::kernel::kZeroFrame.value;
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
    return value_name(command, shm_commands());
}

std::string message_word(std::uint64_t type) {
    const auto wanted = static_cast<std::int64_t>(type);
    if (wanted == 0) return "message";
    return wanted > 0 ? fmt::format("message of type {}", wanted) : fmt::format("message of type 1 to {}", 0 - type);
}

std::string file_word(const TextContext& context, std::uint64_t inode) {
    for (const sim::report::State* state : {context.state, context.before}) {
        if (state == nullptr) continue;
        for (const sim::report::FileRow& file : state->files) {
            if (file.inode == inode && !file.name.empty()) return file.name;
        }
    }
    return fmt::format("inode {}", inode);
}

std::string pipe_word(const TextContext& context, std::uint64_t pipe) {
    for (const sim::report::State* state : {context.state, context.before}) {
        if (state == nullptr) continue;
        for (const sim::report::PipeRow& row : state->pipes) {
            if (row.id != pipe) continue;
            if (row.kind == "fifo") return "FIFO " + row.name;
            return fmt::format("{} {}", row.kind, pipe);
        }
    }
    return fmt::format("pipe {}", pipe);
}

std::string shmget_flags(std::uint64_t flags) {
    const std::uint64_t mode = flags & 0777, above = static_cast<std::uint32_t>(flags) & ~std::uint64_t{0777};
    const std::string names = above == 0 ? "" : flags_text(above, ipc_create_flags(), "");
    if (mode == 0) return names.empty() ? "0" : names;
    return fmt::format("{}{}0{:o}", names, names.empty() ? "" : "|", mode);
}

std::string shmat_flags(std::uint64_t flags) {
    return flags_text(static_cast<std::uint32_t>(flags), shm_attach_flags(), "");
}

std::string syscall_name(std::uint64_t number) {
    const sim::kernel::SyscallInfo* info = sim::kernel::find_syscall(static_cast<std::uint32_t>(number));
    return info != nullptr ? std::string(info->name) : fmt::format("syscall {}", number);
}

std::string signal_name(std::uint64_t signal) {
    // asm/signal.h of x86-64
    static constexpr std::array kNames{"0",        "SIGHUP",  "SIGINT",    "SIGQUIT", "SIGILL",  "SIGTRAP",   "SIGABRT",
                                       "SIGBUS",   "SIGFPE",  "SIGKILL",   "SIGUSR1", "SIGSEGV", "SIGUSR2",   "SIGPIPE",
                                       "SIGALRM",  "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP",   "SIGTSTP",
                                       "SIGTTIN",  "SIGTTOU", "SIGURG",    "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF",
                                       "SIGWINCH", "SIGIO",   "SIGPWR",    "SIGSYS"};
    constexpr std::uint64_t kFirstRealTime = 34, kLastRealTime = 64;  // as <signal.h> of glibc
    if (signal > 0 && signal < kNames.size()) return kNames[signal];
    if (signal == kFirstRealTime) return "SIGRTMIN";
    if (signal > kFirstRealTime && signal <= kLastRealTime) return fmt::format("SIGRTMIN+{}", signal - kFirstRealTime);
    return fmt::format("signal {}", signal);
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
    if (segment == nullptr || segment->dest) return fmt::format("shm (segment {})", sim::report::id_text(area->shmid));
    return fmt::format("{} {}", kind, key_word(static_cast<std::uint32_t>(segment->key.value)));
}

}  // namespace app::session
