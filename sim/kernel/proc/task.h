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

inline constexpr std::uint64_t kUnlimited = ~std::uint64_t{0};  // RLIM_INFINITY

// What getrlimit(2) tells of a process, in the order of the RLIMIT_ numbers; how Linux starts its first process, but
// for the number of tasks.
struct Limits {
    std::uint64_t cpu = kUnlimited;        // seconds
    std::uint64_t file_size = kUnlimited;  // bytes, as all that follow without a unit
    std::uint64_t data = kUnlimited;
    std::uint64_t stack = kStackLimit;
    std::uint64_t core = 0;
    std::uint64_t resident = kUnlimited;
    std::uint64_t processes = kMaxTasks;      // tasks
    std::uint64_t files = Descriptors::kMax;  // descriptors
    std::uint64_t memlock = kMemlockDefault;
    std::uint64_t address_space = kUnlimited;
    std::uint64_t locks = kUnlimited;
    std::uint64_t pending_signals = kMaxTasks;  // signals
    std::uint64_t queues = 819'200;             // of POSIX message queues
    std::uint64_t nice = 0;
    std::uint64_t realtime_priority = 0;
    std::uint64_t realtime = kUnlimited;  // microseconds
    bool operator==(const Limits&) const = default;

    // What soft limits may be raised to.
    static Limits hard() {
        Limits limits;
        limits.stack = limits.core = kUnlimited;
        return limits;
    }
};

// CPU time and page faults of getrusage(2), summed over tasks that have ended.
struct Usage {
    std::uint64_t instructions = 0;
    std::uint64_t minor_faults = 0;
    std::uint64_t major_faults = 0;

    void add(const Usage& other) {
        instructions += other.instructions;
        minor_faults += other.minor_faults;
        major_faults += other.major_faults;
    }
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
    std::int64_t result = 0;   // of a completed call: value or -errno; of another what it has done so far (the bytes
                               // of a write), given instead of EINTR unless 0
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
    IpcNsId ipc_ns;  // the IPC namespace it is in; of one that has ended the first
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
    ThreadSignals signals;           // blocked and pending of this thread, its stack for handlers
    VirtAddr clear_tid;              // set_tid_address(2): zeroed and woken at the thread's end; 0: none
    // The last call that failed because this machine has not got what Linux has; for telling, the run never asks.
    std::optional<std::uint32_t> unsupported_call;

    // --- of the process; meaningful in the leader
    Descriptors descriptors;
    ProcessSignals process_signals;  // actions, pending for the whole process, alarm
    Limits limits;                   // setrlimit(2)
    Limits hard_limits = Limits::hard();
    std::uint32_t umask = 022;
    InodeId cwd = kNoInode;       // working directory; kNoInode: given up, or never given one
    std::uint32_t threads = 1;    // of this process that have not ended
    Pid group, session;           // process group and session, named by the pids that made them
    Pid vfork_parent;             // sleeps until this process calls exec or exits; kNoPid: none
    int exit_signal = 17;         // what its end sends to its parent: SIGCHLD, or what clone(2) said
    int parent_death_signal = 0;  // prctl(2): what the parent's end sends to it
    int stop_signal = 0;          // stopped by it and not yet told to the parent
    bool continued = false;       // resumed by SIGCONT and not yet told to the parent
    bool has_executed = false;    // execve(2) succeeded since fork: its parent may not move it to another group
    Usage ended_threads;          // getrusage(2): of threads that are gone
    Usage children;               // of children that were waited for
    std::string comm;             // set by prctl(2); empty: the program's name

    bool leader() const { return pid == tgid; }
    // Whether this thread has not ended; a leader that has may still have living threads.
    bool alive() const { return state != report::TaskState::zombie && state != report::TaskState::ended; }
};
using TaskPtr = std::shared_ptr<Task>;
std::uint64_t state_hash(const TaskPtr& task);

}  // namespace sim::kernel
