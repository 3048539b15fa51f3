#include "app/session/strace_calls.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "app/session/strace_values.h"
#include "sim/base/errno.h"
#include "sim/base/limits.h"

namespace app::session {
namespace {

// What an argument is. From the first one the kernel fills in, text waits for the return.
enum class Kind : std::uint8_t {
    none,
    integer,      // int
    unsigned_,    // size_t
    address,      // void *
    key,          // key_t
    shm_create,   // flags of shmget
    shm_attach,   // flags of shmat
    shm_command,  // cmd of shmctl
    shm_buffer,   // what it points at
    signal,
    wait_options,
    protection,
    clock,
    ioctl_request,
    bytes_in,   // as many as the next argument says
    time_in,    // struct timespec
    path,       // a name in memory
    bytes_out,  // as many as the result says
    status_out,
    timespec_out,
    timeval_out,
    seconds_out,  // time_t
    termios_out,
    stat_out,
};

struct CallFormat {
    std::uint32_t number;
    std::string_view name;
    std::array<Kind, 5> args{};
    bool returns_address = false;
};

constexpr std::array kFormats{
    CallFormat{0, "read", {Kind::integer, Kind::bytes_out, Kind::unsigned_}},
    CallFormat{1, "write", {Kind::integer, Kind::bytes_in, Kind::unsigned_}},
    CallFormat{3, "close", {Kind::integer}},
    CallFormat{4, "stat", {Kind::path, Kind::stat_out}},
    CallFormat{10, "mprotect", {Kind::address, Kind::unsigned_, Kind::protection}},
    CallFormat{11, "munmap", {Kind::address, Kind::unsigned_}},
    CallFormat{12, "brk", {Kind::address}, true},
    CallFormat{13, "rt_sigaction", {Kind::signal, Kind::address, Kind::address, Kind::unsigned_}},
    CallFormat{16, "ioctl", {Kind::integer, Kind::ioctl_request, Kind::termios_out}},
    CallFormat{24, "sched_yield", {}},
    CallFormat{29, "shmget", {Kind::key, Kind::unsigned_, Kind::shm_create}},
    CallFormat{30, "shmat", {Kind::integer, Kind::address, Kind::shm_attach}, true},
    CallFormat{31, "shmctl", {Kind::integer, Kind::shm_command, Kind::shm_buffer}},
    CallFormat{32, "dup", {Kind::integer}},
    CallFormat{33, "dup2", {Kind::integer, Kind::integer}},
    CallFormat{34, "pause", {}},
    CallFormat{35, "nanosleep", {Kind::time_in, Kind::address}},
    CallFormat{39, "getpid", {}},
    CallFormat{57, "fork", {}},
    CallFormat{60, "exit", {Kind::integer}},
    CallFormat{61, "wait4", {Kind::integer, Kind::status_out, Kind::wait_options, Kind::address}},
    CallFormat{62, "kill", {Kind::integer, Kind::signal}},
    CallFormat{67, "shmdt", {Kind::address}},
    CallFormat{96, "gettimeofday", {Kind::timeval_out, Kind::address}},
    CallFormat{102, "getuid", {}},
    CallFormat{104, "getgid", {}},
    CallFormat{107, "geteuid", {}},
    CallFormat{108, "getegid", {}},
    CallFormat{110, "getppid", {}},
    CallFormat{186, "gettid", {}},
    CallFormat{201, "time", {Kind::seconds_out}},
    CallFormat{228, "clock_gettime", {Kind::clock, Kind::timespec_out}},
    CallFormat{230, "clock_nanosleep", {Kind::clock, Kind::integer, Kind::time_in, Kind::address}},
    CallFormat{231, "exit_group", {Kind::integer}},
    CallFormat{234, "tgkill", {Kind::integer, Kind::integer, Kind::signal}},
};

const CallFormat* find_format(std::uint32_t number) {
    for (const CallFormat& format : kFormats) {
        if (format.number == number) return &format;
    }
    return nullptr;
}

std::string attach_flags(std::uint64_t flags) {
    return flags_text(flags & 0xffff'ffff, shm_attach_flags(), "SHM_???");
}

std::string wait_options(std::uint64_t options) {
    static constexpr FlagName kNames[] = {
        {1, "WNOHANG"}, {2, "WSTOPPED"}, {4, "WEXITED"}, {8, "WCONTINUED"}, {0x0100'0000, "WNOWAIT"}};
    return flags_text(options & 0xffff'ffff, kNames, "W???");
}

std::string protection(std::uint64_t bits) {
    return bits == 0 ? "PROT_NONE" : flags_text(bits, protections(), "PROT_???");
}

std::string clock_name(std::uint64_t clock) {
    static constexpr std::array<std::string_view, 4> kClocks{"CLOCK_REALTIME", "CLOCK_MONOTONIC",
                                                             "CLOCK_PROCESS_CPUTIME_ID", "CLOCK_THREAD_CPUTIME_ID"};
    return clock < kClocks.size() ? std::string(kClocks[clock]) : fmt::format("{:#x} /* CLOCK_??? */", clock);
}

std::string ioctl_request(std::uint64_t request) {
    constexpr std::uint64_t kTcgets = 0x5401;
    return request == kTcgets ? "TCGETS" : fmt::format("{:#x}", request & 0xffff'ffff);
}

std::string key_text(std::uint64_t key) {
    const auto bits = static_cast<std::uint32_t>(key);
    return bits == 0 ? "IPC_PRIVATE" : fmt::format("{:#x}", bits);
}

std::string bytes_read(const TracedCall& call, std::uint64_t address) {
    if (call.failed() || !call.result) return address_text(address);
    return buffer_text(call, address, static_cast<std::uint64_t>(*call.result));
}

std::string seconds_text(const TracedCall& call, std::uint64_t address) {
    if (address == 0 || call.failed() || !call.result) return address_text(address);
    return fmt::format("[{}]", *call.result);
}

std::string argument_text(const TracedCall& call, Kind kind, std::size_t index) {
    const std::uint64_t value = call.args[index];
    // clang-format off
    switch (kind) {
        case Kind::none: return "";
        case Kind::integer: return fmt::format("{}", static_cast<std::int32_t>(value));
        case Kind::unsigned_: return fmt::format("{}", value);
        case Kind::address: return address_text(value);
        case Kind::key: return key_text(value);
        case Kind::shm_create: return shm_create_flags(value);
        case Kind::shm_attach: return attach_flags(value);
        case Kind::shm_command: return shm_command_text(value);
        case Kind::shm_buffer: return shmctl_text(call);
        case Kind::signal: return traced_signal(static_cast<int>(value));
        case Kind::wait_options: return wait_options(value);
        case Kind::protection: return protection(value);
        case Kind::clock: return clock_name(value);
        case Kind::ioctl_request: return ioctl_request(value);
        case Kind::bytes_in: return buffer_text(call, value, call.args[index + 1]);
        case Kind::time_in: return time_text(call, value, "tv_nsec");
        case Kind::timespec_out: return time_text(call, value, "tv_nsec");
        case Kind::bytes_out: return bytes_read(call, value);
        case Kind::status_out: return status_text(call, value);
        case Kind::timeval_out: return time_text(call, value, "tv_usec");
        case Kind::seconds_out: return seconds_text(call, value);
        case Kind::termios_out: return termios_text(call, value);
        case Kind::path: return path_text(call, value);
        case Kind::stat_out: return file_text(call, value);
    }
    // clang-format on
    return "";
}

bool waits_for_return(const TracedCall& call, Kind kind) {
    if (kind == Kind::shm_buffer) {
        const auto command = static_cast<std::uint32_t>(call.args[1]);
        return command != sim::kIpcSet && command != sim::kIpcRmid;
    }
    return kind >= Kind::bytes_out;
}

// Index of the first argument that is known only after the return.
std::size_t first_after(const TracedCall& call, const CallFormat& format) {
    std::size_t index = 0;
    while (index < format.args.size() && !waits_for_return(call, format.args[index])) ++index;
    return index;
}

std::string arguments_text(const TracedCall& call, const CallFormat& format, std::size_t first, std::size_t end) {
    std::string text;
    for (std::size_t i = first; i < end && format.args[i] != Kind::none; ++i) {
        text += (i == first ? "" : ", ") + argument_text(call, format.args[i], i);
    }
    return text;
}

std::string raw_arguments(const TracedCall& call) {
    return fmt::format("{:#x}, {:#x}, {:#x}, {:#x}, {:#x}", call.args[0], call.args[1], call.args[2], call.args[3],
                       call.args[4]);
}

struct CodeName {
    int signal;
    int code;
    std::string_view name;
};

// siginfo codes the simulated kernel uses; <asm-generic/siginfo.h>.
constexpr std::array kCodes{
    CodeName{4, 2, "ILL_ILLOPN"},   CodeName{7, 2, "BUS_ADRERR"},   CodeName{8, 1, "FPE_INTDIV"},
    CodeName{11, 1, "SEGV_MAPERR"}, CodeName{11, 2, "SEGV_ACCERR"},
};

}  // namespace

std::string traced_name(std::uint32_t number) {
    const CallFormat* format = find_format(number);
    return format != nullptr ? std::string(format->name) : fmt::format("syscall_{:#x}", number);
}

std::string arguments_before(const TracedCall& call) {
    const CallFormat* format = find_format(call.number);
    if (format == nullptr) return raw_arguments(call);
    const std::size_t end = first_after(call, *format);
    const std::string text = arguments_text(call, *format, 0, end);
    return end < format->args.size() && !text.empty() ? text + ", " : text;
}

std::string arguments_after(const TracedCall& call) {
    const CallFormat* format = find_format(call.number);
    if (format == nullptr) return "";
    return arguments_text(call, *format, first_after(call, *format), format->args.size());
}

std::string traced_result(const TracedCall& call) {
    const std::int64_t result = call.result.value_or(0);
    if (call.failed()) {
        const auto error = static_cast<sim::Errno>(-result);
        return fmt::format("-1 {} ({})", sim::errno_name(error), sim::errno_text(error));
    }
    const CallFormat* format = find_format(call.number);
    if (format != nullptr && format->returns_address) return address_text(static_cast<std::uint64_t>(result));
    return fmt::format("{}", result);
}

std::string traced_signal(int signal) {
    static constexpr std::array<std::string_view, 32> kSignals{
        "0",         "SIGHUP",  "SIGINT",    "SIGQUIT", "SIGILL",   "SIGTRAP", "SIGABRT", "SIGBUS",
        "SIGFPE",    "SIGKILL", "SIGUSR1",   "SIGSEGV", "SIGUSR2",  "SIGPIPE", "SIGALRM", "SIGTERM",
        "SIGSTKFLT", "SIGCHLD", "SIGCONT",   "SIGSTOP", "SIGTSTP",  "SIGTTIN", "SIGTTOU", "SIGURG",
        "SIGXCPU",   "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO",   "SIGPWR",  "SIGSYS"};
    if (signal >= 0 && static_cast<std::size_t>(signal) < kSignals.size()) {
        return std::string(kSignals[static_cast<std::size_t>(signal)]);
    }
    if (signal >= 32 && signal <= 64) return signal == 32 ? "SIGRTMIN" : fmt::format("SIGRT_{}", signal - 32);
    return fmt::format("{}", signal);
}

std::string traced_code(int signal, int si_code) {
    if (si_code == 0) return "SI_USER";
    if (si_code == 128) return "SI_KERNEL";
    for (const CodeName& row : kCodes) {
        if (row.signal == signal && row.code == si_code) return std::string(row.name);
    }
    return fmt::format("{:#x}", si_code);
}

std::string traced_siginfo(int signal, int si_code, sim::VirtAddr address, sim::Pid sender, sim::Uid sender_uid) {
    const std::string head =
        fmt::format("si_signo={}, si_code={}", traced_signal(signal), traced_code(signal, si_code));
    if (si_code > 0 && si_code != 128) return fmt::format("{}, si_addr={}", head, address_text(address.value));
    if (sender == sim::kNoPid) return head;
    return fmt::format("{}, si_pid={}, si_uid={}", head, sender.value, sender_uid.value);
}

}  // namespace app::session
