// Signals: numbers of x86-64 Linux and what each does by default (signal(7)).
#pragma once

#include <cstdint>

#include "sim/kernel/proc/signal_state.h"

namespace sim::kernel {

// SIGSEGV and SIGBUS stand in sim/kernel/mm/fault.h.
inline constexpr int kSigill = 4;
inline constexpr int kSigtrap = 5;
inline constexpr int kSigfpe = 8;
inline constexpr int kSigkill = 9;
inline constexpr int kSigpipe = 13;
inline constexpr int kSigalrm = 14;
inline constexpr int kSigchld = 17;
inline constexpr int kSigcont = 18;
inline constexpr int kSigstop = 19;
inline constexpr int kSigtstp = 20;
inline constexpr int kSigttin = 21;
inline constexpr int kSigttou = 22;
inline constexpr int kSigsys = 31;
inline constexpr int kSignalMax = 64;
inline constexpr int kFirstQueued = 32;  // from here on real-time signals: each sending is kept

// sigaction(2)'s sa_handler and sa_flags.
inline constexpr std::uint64_t kSigDfl = 0;
inline constexpr std::uint64_t kSigIgn = 1;
inline constexpr std::uint64_t kSaNocldstop = 1;
inline constexpr std::uint64_t kSaNocldwait = 2;
inline constexpr std::uint64_t kSaSiginfo = 4;
inline constexpr std::uint64_t kSaOnstack = 0x0800'0000;
inline constexpr std::uint64_t kSaRestart = 0x1000'0000;
inline constexpr std::uint64_t kSaNodefer = 0x4000'0000;
inline constexpr std::uint64_t kSaResethand = 0x8000'0000;

// si_code values of <asm-generic/siginfo.h>.
inline constexpr int kSiUser = 0;      // sent by kill(2)
inline constexpr int kSiQueue = -1;    // by sigqueue(3)
inline constexpr int kSiTkill = -6;    // by tgkill(2)
inline constexpr int kSiKernel = 128;  // sent by the kernel
inline constexpr int kIllIllopn = 2;
inline constexpr int kFpeIntdiv = 1;
inline constexpr int kCldExited = 1;
inline constexpr int kCldKilled = 2;
inline constexpr int kCldStopped = 5;
inline constexpr int kCldContinued = 6;

enum class DefaultAction : std::uint8_t { terminate, ignore, stop, resume };

// What signal 1..64 does to a task that has not said otherwise.
DefaultAction default_action(int signal);

// "The signals SIGKILL and SIGSTOP cannot be caught, blocked, or ignored."
constexpr SignalSet kUnblockable = signal_bit(kSigkill) | signal_bit(kSigstop);
constexpr SignalSet kStopSignals =
    signal_bit(kSigstop) | signal_bit(kSigtstp) | signal_bit(kSigttin) | signal_bit(kSigttou);

// wait(2)'s status of a death by signal. The "core dumped" bit stays 0: RLIMIT_CORE is 0 here.
constexpr int status_of_signal(int signal) {
    return signal & 0x7f;
}
// wait(2)'s status of exit(code).
constexpr int status_of_exit(int code) {
    return (code & 0xff) << 8;
}
constexpr bool status_exited(int status) {
    return (status & 0x7f) == 0;
}
constexpr int status_of_stop(int signal) {
    return signal << 8 | 0x7f;
}
inline constexpr int kStatusContinued = 0xffff;

}  // namespace sim::kernel
