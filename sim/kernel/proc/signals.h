// Signals: numbers of x86-64 Linux and what each does by default (signal(7)). Handlers are not modelled yet.
#pragma once

#include <cstdint>

namespace sim::kernel {

inline constexpr int kSigIll = 4;
inline constexpr int kSigAbrt = 6;
inline constexpr int kSigBus = 7;
inline constexpr int kSigFpe = 8;
inline constexpr int kSigKill = 9;
inline constexpr int kSigSegv = 11;
inline constexpr int kSigTerm = 15;
inline constexpr int kSigChld = 17;
inline constexpr int kSigCont = 18;
inline constexpr int kSigMax = 64;

// si_code values of <asm-generic/siginfo.h>.
inline constexpr int kSiUser = 0;     // sent by kill(2)
inline constexpr int kSiKernel = 128;
inline constexpr int kIllOpn = 2;
inline constexpr int kFpeIntDiv = 1;
inline constexpr int kSegvMapErr = 1;
inline constexpr int kSegvAccErr = 2;
inline constexpr int kBusAdrErr = 2;

enum class DefaultAction : std::uint8_t { terminate, ignore, stop, resume };

// What signal 1..64 does to a task that has not said otherwise.
DefaultAction default_action(int signal);

// wait(2)'s status of a death by signal. The "core dumped" bit stays 0: RLIMIT_CORE is 0 here.
constexpr int status_of_signal(int signal) { return signal & 0x7f; }
// wait(2)'s status of exit(code).
constexpr int status_of_exit(int code) { return (code & 0xff) << 8; }
constexpr bool status_exited(int status) { return (status & 0x7f) == 0; }

}  // namespace sim::kernel
