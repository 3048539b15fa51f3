// What a thread and a process know about signals: numbers that wait, are blocked, and what is to be done.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/base/cow.h"
#include "sim/base/ids.h"

namespace sim::kernel {

// A set of signals: bit number - 1, as sigset_t of the kernel.
using SignalSet = std::uint64_t;
constexpr SignalSet signal_bit(int signal) {
    return std::uint64_t{1} << (signal - 1);
}

// The part of siginfo_t that is modelled.
struct SignalInfo {
    int signal = 0;
    int code = 0;  // si_code
    Pid pid;       // si_pid of a sender; of SIGCHLD the child
    Uid uid;
    int status = 0;           // of SIGCHLD
    VirtAddr address;         // si_addr of a fault
    std::uint64_t value = 0;  // si_value of sigqueue(3)
};
std::uint64_t state_hash(const SignalInfo& info);

// struct sigaction.
struct SignalAction {
    std::uint64_t handler = 0;  // SIG_DFL 0, SIG_IGN 1, or an address
    std::uint64_t flags = 0;    // SA_SIGINFO, SA_RESTART …
    SignalSet mask = 0;         // blocked while the handler runs
    bool operator==(const SignalAction&) const = default;
};

// Where handlers with SA_ONSTACK run: sigaltstack(2).
struct SignalStack {
    VirtAddr base;
    std::uint64_t size = 0;   // bytes; 0: none
    std::uint32_t flags = 0;  // SS_AUTODISARM
};

struct ThreadSignals {
    SignalSet blocked = 0;
    std::vector<SignalInfo> pending;  // oldest first; a standard signal at most once
    SignalStack stack;
    // sigsuspend(2), ppoll(2), pselect(2): the mask to be had again once a handler has returned, or none ran.
    SignalSet saved = 0;
    bool has_saved = false;
};
std::uint64_t state_hash(const ThreadSignals& signals);

struct ProcessSignals {
    Cow<std::array<SignalAction, 65>> actions;  // by signal number; 0 is not used
    std::vector<SignalInfo> pending;            // for whichever thread does not block it
    std::int64_t alarm = 0;                     // nanoseconds of the machine's clock; 0: none
    std::int64_t alarm_interval = 0;            // setitimer(2), nanoseconds
};
std::uint64_t state_hash(const ProcessSignals& signals);
std::uint64_t state_hash(const std::array<SignalAction, 65>& actions);

}  // namespace sim::kernel
