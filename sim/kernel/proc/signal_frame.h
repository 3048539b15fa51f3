// What a handler finds on the stack, and how it gets back.
//
//     interrupted sp ─►
//                      ucontext      registers, where the code stood, blocked signals, the alternate stack
//                      siginfo       128 bytes, as siginfo_t
//                      ucontext *    argument slot 2
//                      siginfo *     argument slot 1
//                      signal        argument slot 0
//     sp in handler ─► kSignalReturn its return address
//
// A handler is entered as if the interrupted code had called it (isa.h). Its `ret` leads to an address at which no
// instruction stands; the CPU traps there, and the kernel takes everything back from the frame: what rt_sigreturn(2)
// does on Linux, without the two instructions of its vdso.
#pragma once

#include <cstdint>

#include "sim/hw/cpu.h"
#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

// In the kernel's half of the addresses: no program can have anything there.
inline constexpr VirtAddr kSignalReturn{0xffff'ffff'ff60'0000};

// siginfo_t of x86-64.
struct UserSigInfo {
    std::int32_t signal = 0, error = 0, code = 0, pad = 0;
    std::uint64_t fields[14] = {};  // by the kind of signal; see to_user
};
static_assert(sizeof(UserSigInfo) == 128);
UserSigInfo to_user(const SignalInfo& info);

// stack_t of sigaltstack(2).
struct UserStack {
    std::uint64_t base = 0;
    std::uint32_t flags = 0, pad = 0;
    std::uint64_t size = 0;
};
inline constexpr std::uint32_t kSsOnstack = 1;
inline constexpr std::uint32_t kSsDisable = 2;
inline constexpr std::uint32_t kSsAutodisarm = 0x8000'0000;
// What sigaltstack(2) tells a thread whose stack pointer is `sp`.
UserStack stack_of(const SignalStack& stack, std::uint64_t sp);
// Whether a thread with this stack pointer runs on its alternate stack.
bool on_stack(const SignalStack& stack, std::uint64_t sp);

// Makes the thread enter the handler of `info`. false: the frame does not fit in its memory, nothing has changed.
bool enter_handler(ProcessContext& context, Pid thread, hw::CpuContext& registers, const SignalInfo& info);

// Takes back what the frame at the thread's stack pointer holds. false: there is none that can be read.
bool leave_handler(ProcessContext& context, Pid thread, hw::CpuContext& registers);

}  // namespace sim::kernel
