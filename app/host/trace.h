// Running a compiled program on the real kernel and recording what it does with shared memory.
//
//   caller ── trace() ── ptrace ──► the program and everything it starts
//                 │                   a seccomp filter stops them at calls about IPC, mappings, /dev/shm and processes;
//                 │                   every other call runs at full speed
//                 └── looks at /proc/PID/maps, /proc/PID/pagemap, /proc/sysvipc, /dev/shm and page-fault events
//
// Works without privilege. By default the program has an IPC namespace and a /dev/shm of its own.
//
// Known inaccuracies: only the first access to a page is seen, and where page-fault events are not allowed only that
// there was one; a call made through another system-call table (32-bit) is not seen; processes that leave with
// CLONE_UNTRACED are not followed; a program that gets other rights when it starts tells no faults from then on; a
// namespace that a traced process makes for itself is not looked into.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/host/recording.h"

namespace app::host {

struct TraceRequest {
    std::vector<std::string> command;  // the program, looked for as a shell does, and its arguments
    bool shared_namespace = false;     // see the system's own segments and objects
    bool output_to_errors = false;     // the program's standard output goes to standard error
};

// Memory of the process that is stopped. Reading makes no page of shared memory present.
class CallerMemory {
public:
    virtual ~CallerMemory() = default;
    // Fewer bytes than asked for when the rest cannot be read.
    virtual std::vector<std::uint8_t> peek(sim::VirtAddr address, std::size_t bytes) const = 0;
};

// A call at its beginning, or with a result at its return.
struct StoppedCall {
    const CallerMemory& memory;
    sim::Pid pid;
    std::uint32_t number = 0;
    std::array<std::uint64_t, 6> args{};
    std::optional<std::int64_t> result;
};

// Writes what happened in strace's notation. The words are the caller's: this room has none.
class TraceNotation {
public:
    virtual ~TraceNotation() = default;
    // What is known when the call begins: "shmctl(5, IPC_STAT, ".
    virtual std::string begun(const StoppedCall& call) = 0;
    // The whole line: what begun() gave, and the rest.
    virtual std::string returned(const StoppedCall& call, const std::string& begun) = 0;
    // "--- SIGSEGV {si_signo=SIGSEGV, …} ---": fields as in Step; `sender` of a signal sent by a process.
    virtual std::string signal(const Step& step, sim::Pid sender, sim::Uid sender_uid) = 0;
    // "+++ exited with 0 +++": kind exited or killed.
    virtual std::string ended(const Step& step) = 0;
};

// Why there is no recording.
struct TraceRefusal {
    enum class Why : std::uint8_t {
        not_found,       // no such program
        not_executable,  // `error`: errno of the attempt
        other_abi,       // not a program for x86-64
        no_namespace,    // no private IPC namespace here: `error`
        no_shm_mount,    // no private /dev/shm here: `error`
        no_ptrace,       // processes cannot be traced here: `error`
        no_filter,       // no seccomp filter: `error`
        no_process,      // fork failed: `error`
        no_such_system,  // not Linux on x86-64
    };
    Why why = Why::no_such_system;
    std::string program;
    int error = 0;  // errno; 0: none
};

// Called with each step when it is recorded.
using StepSeen = std::function<void(const Step& step)>;

// Runs the program and everything it starts to the end, or until SIGINT, SIGTERM or SIGHUP from outside; then they are
// killed. The processes are killed too if the caller dies. Standard input, output and error are the caller's.
//
// For a process of its own with one thread: it waits for every child of the caller, and the caller stays in the IPC
// namespace made. nullopt: `refusal` says why.
std::optional<Recording> trace(const TraceRequest& request, TraceNotation& notation, const StepSeen& seen,
                               TraceRefusal& refusal);

}  // namespace app::host
