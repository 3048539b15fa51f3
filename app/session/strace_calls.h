// How strace 6.1 writes the arguments and results of system calls. Used by strace.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/machine/machine.h"

namespace app::session {

inline constexpr std::size_t kTracedArguments = 6;

// Whom the call is of: a process of a simulated machine, or a real one.
class CallSource {
public:
    virtual ~CallSource() = default;
    // Bytes of its memory; fewer when a page is absent.
    virtual std::vector<std::uint8_t> peek(sim::Pid pid, sim::VirtAddr address, std::size_t bytes) const = 0;
    // Bit number - 1.
    virtual std::uint64_t blocked_signals(sim::Pid pid) const = 0;
};

class MachineSource final : public CallSource {
public:
    explicit MachineSource(const sim::machine::Machine& machine) : machine_(machine) {}
    std::vector<std::uint8_t> peek(sim::Pid pid, sim::VirtAddr address, std::size_t bytes) const override;
    std::uint64_t blocked_signals(sim::Pid pid) const override;

private:
    const sim::machine::Machine& machine_;
};

// A call whose text is wanted: before its return `result` is empty.
struct TracedCall {
    const CallSource& source;
    sim::Pid pid;
    std::uint32_t number = 0;
    std::span<const std::uint64_t, kTracedArguments> args;
    std::optional<std::int64_t> result;

    bool failed() const { return result && *result < 0 && *result >= -4095; }
};

// "shmget"; "syscall_0x3e7" for a number that is not known.
std::string traced_name(std::uint32_t number);
// The arguments known when the call begins: "5, IPC_STAT, " ends where the kernel fills something in.
std::string arguments_before(const TracedCall& call);
// The arguments from there on, empty when there are none.
std::string arguments_after(const TracedCall& call);
// "5", "0x7ffff7ff5000", "-1 EINVAL (Invalid argument)".
std::string traced_result(const TracedCall& call);

// "SIGSEGV", "SIGRT_5"; "77" for what is no signal.
std::string traced_signal(int signal);
// "SEGV_MAPERR": a signal's si_code.
std::string traced_code(int signal, int si_code);
// What a signal's line tells, with its braces, from the frame its handler finds on the stack.
std::string siginfo_in_frame(const sim::machine::Machine& machine, sim::Pid pid, sim::VirtAddr frame);
// The result of a call that a handler with SA_RESTART interrupted: ERESTARTSYS; programs never see it.
inline constexpr std::int64_t kRestart = -512;
// What stands in the braces of a signal's line; `sender` of one sent by kill(2).
std::string traced_siginfo(int signal, int si_code, sim::VirtAddr address, sim::Pid sender, sim::Uid sender_uid);

}  // namespace app::session
