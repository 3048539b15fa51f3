// Signals as strace writes them.
#include <fmt/format.h>

#include <array>
#include <bit>

#include "app/session/strace_values.h"

namespace app::session {
namespace {

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

constexpr int kSigchld = 17, kSigTimed = 64;

// The kernel's struct sigaction on x86-64.
struct Action {
    std::uint64_t handler, flags, restorer, mask;
};

std::string action_text(const Action& action) {
    constexpr std::uint64_t kRestorer = 0x0400'0000;
    const std::string handler = action.handler == 0   ? "SIG_DFL"
                                : action.handler == 1 ? "SIG_IGN"
                                                      : address_text(action.handler);
    const std::string restorer =
        (action.flags & kRestorer) != 0 ? ", sa_restorer=" + address_text(action.restorer) : "";
    return fmt::format("{{sa_handler={}, sa_mask={}, sa_flags={}{}}}", handler, signal_set_text(action.mask),
                       flags_text(action.flags & 0xffff'ffff, action_flags(), "SA_???"), restorer);
}

struct AlternateStack {
    std::uint64_t address;
    std::int32_t flags, padding;
    std::uint64_t bytes;
};

std::string stack_text(const AlternateStack& stack) {
    static constexpr FlagName kNames[] = {{1, "SS_ONSTACK"}, {2, "SS_DISABLE"}};
    return fmt::format("{{ss_sp={}, ss_flags={}, ss_size={}}}", address_text(stack.address),
                       flags_text(static_cast<std::uint32_t>(stack.flags), kNames, "SS_???"), stack.bytes);
}

using TimerValue = std::array<std::int64_t, 4>;

std::string timer_text(const TimerValue& timer) {
    return fmt::format("{{it_interval={{tv_sec={}, tv_usec={}}}, it_value={{tv_sec={}, tv_usec={}}}}}", timer[0],
                       timer[1], timer[2], timer[3]);
}

// The beginning of siginfo_t of signals sent by processes.
struct Info {
    std::int32_t signal, error, code, padding;
    std::int32_t pid;
    std::uint32_t uid;
    std::uint64_t value;
};

std::string info_text(const Info& info) {
    constexpr int kKernel = 128;
    if (info.code > 0 && info.signal != kSigchld) {
        const std::uint64_t address = std::uint64_t{info.uid} << 32 | static_cast<std::uint32_t>(info.pid);
        const std::string where = info.code == kKernel ? "" : ", si_addr=" + address_text(address);
        return fmt::format("{{si_signo={}, si_code={}{}}}", traced_signal(info.signal),
                           traced_code(info.signal, info.code), where);
    }
    std::string text = fmt::format("{{si_signo={}, si_code={}, si_pid={}, si_uid={}", traced_signal(info.signal),
                                   traced_code(info.signal, info.code), info.pid, info.uid);
    constexpr int kQueued = -1;
    if (info.signal == kSigchld && info.code > 0) {
        const auto status = static_cast<std::int32_t>(info.value);
        text += ", si_status=" + (info.code == 1 ? fmt::format("{}", status) : traced_signal(status)) +
                ", si_utime=0, si_stime=0";
    } else if (info.code == kQueued) {
        text += fmt::format(", si_int={}, si_ptr={}", static_cast<std::int32_t>(info.value), address_text(info.value));
    }
    return text + "}";
}

std::string set_in_memory(const TracedCall& call, std::uint64_t address) {
    return structure_text<std::uint64_t>(call, address, signal_set_text);
}

}  // namespace

std::string traced_signal(int signal) {
    static constexpr std::array<std::string_view, 32> kSignals{
        "0",         "SIGHUP",  "SIGINT",    "SIGQUIT", "SIGILL",   "SIGTRAP", "SIGABRT", "SIGBUS",
        "SIGFPE",    "SIGKILL", "SIGUSR1",   "SIGSEGV", "SIGUSR2",  "SIGPIPE", "SIGALRM", "SIGTERM",
        "SIGSTKFLT", "SIGCHLD", "SIGCONT",   "SIGSTOP", "SIGTSTP",  "SIGTTIN", "SIGTTOU", "SIGURG",
        "SIGXCPU",   "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO",   "SIGPWR",  "SIGSYS"};
    if (signal >= 0 && static_cast<std::size_t>(signal) < kSignals.size()) {
        return std::string(kSignals[static_cast<std::size_t>(signal)]);
    }
    if (signal >= 32 && signal <= kSigTimed) return signal == 32 ? "SIGRTMIN" : fmt::format("SIGRT_{}", signal - 32);
    return fmt::format("{}", signal);
}

std::string traced_code(int signal, int si_code) {
    static constexpr std::array<std::string_view, 7> kChild{
        "", "CLD_EXITED", "CLD_KILLED", "CLD_DUMPED", "CLD_TRAPPED", "CLD_STOPPED", "CLD_CONTINUED"};
    switch (si_code) {
        case 0: return "SI_USER";
        case -1: return "SI_QUEUE";
        case -6: return "SI_TKILL";
        case 128: return "SI_KERNEL";
        default: break;
    }
    if (signal == kSigchld && si_code > 0 && static_cast<std::size_t>(si_code) < kChild.size()) {
        return std::string(kChild[static_cast<std::size_t>(si_code)]);
    }
    for (const CodeName& row : kCodes) {
        if (row.signal == signal && row.code == si_code) return std::string(row.name);
    }
    return fmt::format("{:#x}", si_code);
}

std::string traced_siginfo(int signal, int si_code, sim::VirtAddr address, sim::Pid sender, sim::Uid sender_uid) {
    const std::string head =
        fmt::format("si_signo={}, si_code={}", traced_signal(signal), traced_code(signal, si_code));
    if (si_code > 0 && si_code != 128) return fmt::format("{}, si_addr={}", head, address_text(address.value));
    if (sender == sim::kNoPid || si_code == 128) return head;
    return fmt::format("{}, si_pid={}, si_uid={}", head, sender.value, sender_uid.value);
}

std::string siginfo_in_frame(const sim::machine::Machine& machine, sim::Pid pid, sim::VirtAddr frame) {
    const std::array<std::uint64_t, kTracedArguments> none{};
    const MachineSource source(machine);
    const TracedCall reader{source, pid, 0, none, std::nullopt};
    constexpr std::uint64_t kSecondArgument = 16;  // behind the return address and the first: siginfo_t *
    const auto place = peek_value<std::uint64_t>(reader, frame.value + kSecondArgument);
    return place ? structure_text<Info>(reader, *place, info_text) : "{}";
}

// strace writes a set with most of its bits as what is missing.
std::string signal_set_text(std::uint64_t set) {
    constexpr int kMost = kSigTimed * 2 / 3;
    const bool inverted = std::popcount(set) >= kMost;
    const std::uint64_t shown = inverted ? ~set : set;
    std::string list;
    for (int signal = 1; signal <= kSigTimed; ++signal) {
        if ((shown >> (signal - 1) & 1) == 0) continue;
        list += (list.empty() ? "" : " ") + traced_signal(signal).substr(3);  // without "SIG"
    }
    return (inverted ? "~[" : "[") + list + "]";
}

std::string shown_action(const TracedCall& call, std::size_t index) {
    return structure_text<Action>(call, call.args[index], action_text);
}
std::string shown_action_out(const TracedCall& call, std::size_t index) {
    return call.failed() ? address_text(call.args[index]) : shown_action(call, index);
}

std::string shown_mask_how(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {{0, "SIG_BLOCK"}, {1, "SIG_UNBLOCK"}, {2, "SIG_SETMASK"}};
    return value_text(call.args[index] & 0xffff'ffff, kNames, "SIG_???");
}

std::string shown_mask(const TracedCall& call, std::size_t index) {
    return set_in_memory(call, call.args[index]);
}
std::string shown_mask_out(const TracedCall& call, std::size_t index) {
    return call.failed() ? address_text(call.args[index]) : set_in_memory(call, call.args[index]);
}

// The mask that comes back with the interrupted code: in the frame the handler returns to.
std::string shown_return_mask(const TracedCall& call, std::size_t) {
    return fmt::format("{{mask={}}}", signal_set_text(call.source.blocked_signals(call.pid)));
}

std::string shown_alternate(const TracedCall& call, std::size_t index) {
    return structure_text<AlternateStack>(call, call.args[index], stack_text);
}
std::string shown_alternate_out(const TracedCall& call, std::size_t index) {
    return call.failed() ? address_text(call.args[index]) : shown_alternate(call, index);
}

std::string shown_timer(const TracedCall& call, std::size_t index) {
    static constexpr FlagName kNames[] = {{0, "ITIMER_REAL"}, {1, "ITIMER_VIRTUAL"}, {2, "ITIMER_PROF"}};
    return value_text(call.args[index] & 0xffff'ffff, kNames, "ITIMER_???");
}
std::string shown_timer_in(const TracedCall& call, std::size_t index) {
    return structure_text<TimerValue>(call, call.args[index], timer_text);
}
std::string shown_timer_out(const TracedCall& call, std::size_t index) {
    return call.failed() ? address_text(call.args[index]) : shown_timer_in(call, index);
}

std::string shown_siginfo_out(const TracedCall& call, std::size_t index) {
    return call.failed() ? address_text(call.args[index]) : structure_text<Info>(call, call.args[index], info_text);
}
std::string shown_queue_info(const TracedCall& call, std::size_t index) {
    return structure_text<Info>(call, call.args[index], info_text);
}
std::string shown_waitid_info(const TracedCall& call, std::size_t index) {
    return shown_siginfo_out(call, index);
}

}  // namespace app::session
