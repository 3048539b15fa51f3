// How tasks are made and how they end: fork(2), exit(2), death by signal, adoption by init, out of memory.
#pragma once

#include <cstdint>

#include "sim/base/errno.h"
#include "sim/kernel/fs/file_locks.h"
#include "sim/kernel/fs/open_files.h"
#include "sim/kernel/ipc/msg.h"
#include "sim/kernel/ipc/sem.h"
#include "sim/kernel/ipc/shm.h"
#include "sim/kernel/mm/memory.h"
#include "sim/kernel/proc/task_table.h"

namespace sim::kernel {

// What these operations change. Passed by reference, never stored.
struct ProcessContext {
    TaskTable& tasks;
    Shm& shm;
    Semaphores& semaphores;
    MessageQueues& queues;
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

// Copies `parent`, which stands as `registers` say, and returns the child's pid. EAGAIN beyond the task limit,
// ENOMEM when frames run out.
Result<Pid> fork_task(ProcessContext& context, Pid parent, const hw::CpuContext& registers);

// Ends a task: its memory, attaches and files go, its children are adopted, its parent is told.
void exit_task(ProcessContext& context, Pid pid, const Ending& ending);

// The parent takes a zombie's status: the task has ended for good.
void reap_task(ProcessContext& context, Pid zombie, Pid by);

// Whether wait4(2) with `wanted` (-1 any, > 0 that pid) from `parent` means this child.
bool waits_for(const Task& child, Pid parent, std::int32_t wanted);

// Kills the task with the largest resident set to get frames back; false when there is nobody left to kill.
bool kill_for_memory(ProcessContext& context);

}  // namespace sim::kernel
