// A task: one thread of a process. Everything it is between two steps.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>

#include "sim/base/ids.h"
#include "sim/hw/cpu.h"
#include "sim/kernel/fs/open_files.h"
#include "sim/kernel/ipc/permission.h"
#include "sim/kernel/mm/address_space.h"
#include "sim/kernel/proc/signal_state.h"
#include "sim/report/rows.h"

namespace sim::kernel {

// What getrlimit(2) tells of a process. RLIM_INFINITY is ~0.
struct Limits {
    std::uint64_t memlock = kMemlockDefault;          // bytes
    std::uint64_t files = Descriptors::kMax;          // descriptors
    std::uint64_t address_space = ~std::uint64_t{0};  // bytes
};

// What a blocked call waits for; the comment says what Wait::object is.
enum class WaitKind : std::uint8_t {
    none,
    child,       // pid asked for, as wait4(2) reads it (sign-extended)
    input,       // fd
    sleep,       // nothing: only the deadline
    signal,      // nothing: only a signal ends it
    pipe_data,   // pipe
    pipe_room,   // pipe
    peer,        // inode of a FIFO
    message,     // msqid
    queue_room,  // msqid
    semaphore,   // semid
    futex,       // the word waited on: see futex.h
    lock,        // inode
    files,       // nothing: any change of a pipe or of the input may end it
    vfork,       // pid of the child
    stopped,     // signal that stopped it
};

inline constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();

// A blocked call as a value. Its arguments are still in the task's registers. When the task runs again the call is made
// again and finds this here: `completed` with the result when the waker did its work (semop, msgrcv), else it
// looks anew whether it can go on, and may sleep again.
struct Wait {
    WaitKind kind = WaitKind::none;
    std::uint64_t object = 0;
    std::uint64_t detail = 0;          // the call's own
    std::int64_t deadline = kForever;  // nanoseconds of the machine's clock
    std::uint64_t ticket = 0;          // order of falling asleep, ascending
    bool completed = false;
    bool interrupted = false;  // by a signal that has a handler: the call gives EINTR or is restarted
    std::int64_t result = 0;   // of a completed call: value or -errno
    std::string bytes;         // of a completed call: what goes to the caller's memory; else the call's own
};
std::uint64_t state_hash(const Wait& wait);

// A task is a thread: what is scheduled. The first thread of a process is its leader, pid == tgid; what POSIX says
// threads share (descriptors, signal actions, children, limits …) is kept in the leader alone, which stays a zombie as
// long as other threads live. Credentials are every thread's own, as on Linux; the C library sets all.
struct Task {
    Pid pid, ppid;  // ppid: of the process; kept in the leader
    Pid tgid;
    std::string name;  // "producer"; its children by fork are "producer/1", "producer/2" …
    Credentials credentials;
    ProgramId program;
    hw::CpuContext context;  // while the task runs, the CPU's is the true one (Kernel::running)
    MmId mm = kNoMm;         // kNoMm once the address space is given up
    report::TaskState state = report::TaskState::ready;
    Wait wait;             // of a blocked task; a call made again finds it here
    bool started = false;  // it has begun a statement of main
    int status = 0;        // of a zombie or an ended task: as wait(2) encodes it
    int si_code = 0;       // of the signal that killed it
    VirtAddr si_addr;
    std::uint64_t minor_faults = 0;  // at the end of its life; before, the address space counts
    std::uint64_t major_faults = 0;
    std::uint64_t instructions = 0;  // executed so far: its CPU time
    std::uint32_t forks = 0;         // children made so far
    std::uint32_t run = 0;           // which run of the machine started it
    ThreadSignals signals;           // blocked and pending of this thread
    VirtAddr clear_tid;              // set_tid_address(2): zeroed and woken at the thread's end; 0: none
    // The last call that failed because this machine has not got what Linux has; for telling, the run never asks.
    std::optional<std::uint32_t> unsupported_call;

    // --- of the process; meaningful in the leader
    Descriptors descriptors;
    ProcessSignals process_signals;  // actions, pending for the whole process, alarm
    Limits limits;                   // setrlimit(2)
    std::uint32_t umask = 022;
    Pid vfork_parent;     // sleeps until this process calls exec or exits; kNoPid: none
    int stop_signal = 0;  // stopped by it and not yet told to the parent

    bool leader() const { return pid == tgid; }
    bool alive() const { return state != report::TaskState::zombie && state != report::TaskState::ended; }
};
using TaskPtr = std::shared_ptr<Task>;
std::uint64_t state_hash(const TaskPtr& task);

}  // namespace sim::kernel
