// The whole simulated kernel as one value: copy it and you have a snapshot.
//
//   memory   frames, objects, address spaces      kernel/mm
//   files    open files; tree, pipes, locks: what they lead to; typed, output: the console    kernel/fs
//   ipc      System V segments, semaphores and queues, by namespace                             kernel/ipc
//   tasks    threads and processes                                                             kernel/proc
//   running  the registers of the task on the CPU, and who that is
//
// Nothing here points anywhere: ids only. System calls work on it through kernel/sys, the machine drives it.
//
// The clock: the machine executes one instruction a microsecond, and jumps ahead when all tasks sleep.
#pragma once

#include <cstdint>

#include "sim/base/ids.h"
#include "sim/hw/cpu.h"
#include "sim/kernel/fs/file_locks.h"
#include "sim/kernel/fs/file_tree.h"
#include "sim/kernel/fs/open_files.h"
#include "sim/kernel/fs/output_log.h"
#include "sim/kernel/fs/pipes.h"
#include "sim/kernel/ipc/ipc_namespaces.h"
#include "sim/kernel/mm/memory.h"
#include "sim/kernel/proc/lifecycle.h"
#include "sim/kernel/proc/task_table.h"

namespace sim::kernel {

// 2025-01-01T00:00:00Z, in seconds since the epoch: when every machine is switched on.
inline constexpr std::int64_t kBootTime = 1'735'689'600;
inline constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
inline constexpr std::int64_t kNanosecondsPerInstruction = 1'000;

struct KernelConfig {
    std::uint32_t frames = kDefaultFrames;
    std::uint64_t seed = 1;  // order in which frames are handed out
    std::uint32_t swap = 0;  // pages
    Overcommit overcommit = Overcommit::heuristic;
    ShmLimits shm;  // of the first IPC namespace, as those that follow
    SemLimits semaphores;
    MsgLimits queues;
    std::int32_t first_shmid = 0;
    Pid first_pid{201};
};

// The task on the CPU. Its registers are here and not in the task, as on a real machine.
struct Running {
    Pid pid = kNoPid;  // kNoPid: no task is on the CPU
    hw::CpuContext context;
};

struct Kernel {
    explicit Kernel(const KernelConfig& config = {})
        : memory({config.frames, config.seed, config.swap, config.overcommit}),
          ipc({Shm(config.shm, config.first_shmid), Semaphores(config.semaphores), MessageQueues(config.queues)}),
          tasks(config.first_pid),
          tree(kBootTime * kNanosecondsPerSecond) {}

    Memory memory;
    IpcNamespaces ipc;
    TaskTable tasks;
    OpenFiles files;
    FileTree tree;
    Pipes pipes;
    FileLocks locks;
    TypedInput typed;
    OutputLog output;
    Running running;
    Pid last_run = kNoPid;           // took the latest step: the next turn is its successor's
    std::uint64_t instructions = 0;  // executed since boot
    std::int64_t slept = 0;          // nanoseconds the clock jumped ahead
    std::uint32_t run = 0;           // which run of the programs this is
    std::uint32_t next_attach = 1;   // Area::attach of the next shmat

    // Nanoseconds since the epoch.
    std::int64_t now() const {
        return kBootTime * kNanosecondsPerSecond + slept +
               static_cast<std::int64_t>(instructions) * kNanosecondsPerInstruction;
    }
    std::int64_t now_seconds() const { return now() / kNanosecondsPerSecond; }

    // The registers of a task, wherever they are now.
    const hw::CpuContext& context_of(const Task& task) const {
        return task.pid == running.pid ? running.context : task.context;
    }

    std::uint64_t hash() const {
        const std::uint64_t words[] = {memory.hash(),
                                       ipc.hash(),
                                       tasks.hash(),
                                       files.hash(),
                                       tree.hash(),
                                       pipes.hash(),
                                       locks.hash(),
                                       typed.hash(),
                                       output.hash(),
                                       static_cast<std::uint32_t>(running.pid.value),
                                       running.pid == kNoPid ? 0 : hw::state_hash(running.context),
                                       static_cast<std::uint32_t>(last_run.value),
                                       instructions,
                                       static_cast<std::uint64_t>(slept),
                                       run,
                                       next_attach};
        std::uint64_t hash = 0;
        for (std::uint64_t word : words) hash = hash_mix(hash, word);
        return hash;
    }
};

// What a task may have of memory.
inline MemoryLimits memory_limits(const TaskTable& tasks, Pid pid) {
    const Task* task = tasks.find(pid);
    if (task == nullptr) return {};
    const Limits& limits = tasks[task->tgid].limits;
    return {limits.address_space, limits.memlock, task->credentials.has(Capability::ipc_lock)};
}

// What operations on tasks change, acting for memory.pid.
inline ProcessContext process_context(Kernel& kernel, MemoryContext& memory) {
    return {kernel.tasks, kernel.ipc,   kernel.files, kernel.tree,
            kernel.pipes, kernel.locks, memory,       kernel.now_seconds()};
}

}  // namespace sim::kernel
