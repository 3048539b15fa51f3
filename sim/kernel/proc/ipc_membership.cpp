#include "sim/kernel/proc/leave_ipc.h"

#include "sim/kernel/proc/waiting.h"

namespace sim::kernel {
namespace {

void cancel_sleep(ProcessContext& context, Pid thread) {
    const Wait& wait = context.tasks[thread].wait;
    const auto id = static_cast<std::int32_t>(wait.object);
    if (wait.completed) return;
    if (wait.kind == WaitKind::semaphore) context.semaphores.cancel(id, thread);
    if (wait.kind == WaitKind::message || wait.kind == WaitKind::queue_room) context.queues.cancel(id, thread);
}

}  // namespace

IpcCaller caller_of(const ProcessContext& context, Pid thread) {
    const Task& task = context.tasks[thread];
    return {task.tgid, task.credentials, context.now, thread};
}

void leave_ipc(ProcessContext& context, Pid thread) {
    cancel_sleep(context, thread);
    report::Sink* sink = context.memory.sink;
    complete(context.tasks, sink, context.semaphores.exit(sink, caller_of(context, thread)));
    MemoryContext memory = context.memory;
    memory.pid = thread;
    context.shm.creator_gone(memory, thread);
}

}  // namespace sim::kernel
