// How tasks are made and how they end: fork(2), clone(2), exit(2), adoption by init, out of memory.
//
//   exit(2)        one thread ends; the last one ends the process
//   exit_group(2)  all threads end: exit_task; also death by a signal
//
// The first thread of a process stays a zombie until all others are gone; only then the process has ended, its parent
// is told and may wait for it. Other threads leave nothing behind.
#pragma once

#include <cstdint>

#include "sim/base/errno.h"
#include "sim/kernel/fs/file_locks.h"
#include "sim/kernel/fs/open_files.h"
#include "sim/kernel/ipc/ipc_namespaces.h"
#include "sim/kernel/mm/memory.h"
#include "sim/kernel/proc/task_table.h"

namespace sim::kernel {

// What these operations change. Passed by reference, never stored.
struct ProcessContext {
    TaskTable& tasks;
    IpcNamespaces& ipc;
    OpenFiles& files;
    FileTree& tree;
    Pipes& pipes;
    FileLocks& locks;
    MemoryContext& memory;  // its pid is the acting task's
    std::int64_t now = 0;   // seconds of the machine's clock
};

// How a task ended.
struct Ending {
    int status = 0;  // as wait(2) encodes it
    int si_code = 0;
    VirtAddr si_addr;
};

// How a child differs from a plain copy of its parent: the flags of clone(2).
struct ForkOptions {
    bool share_memory = false;  // CLONE_VM
    bool thread = false;        // CLONE_THREAD, with all that POSIX threads share
    bool vfork = false;         // CLONE_VFORK: the parent sleeps until the child executes or ends
    bool share_undo = false;    // CLONE_SYSVSEM: one list of SEM_UNDO
    bool new_ipc = false;       // CLONE_NEWIPC: the child is in an IPC namespace of its own
    int exit_signal = 17;       // SIGCHLD
};

// Copies `parent`, which stands as `registers` say, and returns the child's pid. EAGAIN beyond the task limit,
// ENOMEM when frames run out.
Result<Pid> fork_task(ProcessContext& context, Pid parent, const hw::CpuContext& registers,
                      const ForkOptions& options = {});

// Ends the process a task belongs to: memory, attaches and files go, children are adopted, the parent is told.
void exit_task(ProcessContext& context, Pid pid, const Ending& ending);
// Ends one thread; with it the process, if it is the last one.
void exit_thread(ProcessContext& context, Pid pid, const Ending& ending);
// Ends all other threads of the caller's process, as execve(2) does.
void exit_other_threads(ProcessContext& context, Pid pid);

// A thread leaves its memory: the word set_tid_address(2) or clone(2) named becomes 0, and who waits for it is woken.
void clear_thread_id(ProcessContext& context, Pid pid);
// Gives up the address space: the last task that uses it closes its attaches.
void leave_memory(ProcessContext& context, Pid pid);
// A child of vfork(2) no longer uses its parent's memory: the parent may go on.
void release_vfork_parent(ProcessContext& context, Pid child);

// The parent takes a zombie's status: the task has ended for good.
void reap_task(ProcessContext& context, Pid zombie, Pid by);

// All threads of the process have ended: its status may be waited for.
bool process_ended(const Task& leader);

// Whether wait4(2) with `wanted` from `parent` means this child: -1 any, > 0 that pid, < -1 that group.
bool waits_for(const Task& child, Pid parent, std::int32_t wanted);

// Kills the task with the largest resident set to get frames back; false when there is nobody left to kill.
bool kill_for_memory(ProcessContext& context);

}  // namespace sim::kernel
