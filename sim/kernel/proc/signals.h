// Signals: numbers of x86-64 Linux and what each does by default (signal(7)). Handlers are not modelled yet.
#pragma once

#include <cstdint>

namespace sim::kernel {

// SIGSEGV and SIGBUS stand in sim/kernel/mm/fault.h.
inline constexpr int kSigill = 4;
inline constexpr int kSigfpe = 8;
inline constexpr int kSigkill = 9;
inline constexpr int kSigchld = 17;
inline constexpr int kSigcont = 18;
inline constexpr int kSignalMax = 64;

// si_code values of <asm-generic/siginfo.h>.
inline constexpr int kSiUser = 0;      // sent by kill(2)
inline constexpr int kSiKernel = 128;  // sent by the kernel
inline constexpr int kIllIllopn = 2;
inline constexpr int kFpeIntdiv = 1;

enum class DefaultAction : std::uint8_t { terminate, ignore, stop, resume };

// What signal 1..64 does to a task that has not said otherwise.
DefaultAction default_action(int signal);

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

}  // namespace sim::kernel
