#include "sim/kernel/proc/ipc_membership.h"

#include <algorithm>

#include "sim/kernel/proc/waiting.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

void cancel_sleep(ProcessContext& context, Pid thread) {
    const Wait& wait = context.tasks[thread].wait;
    const auto id = static_cast<std::int32_t>(wait.object);
    if (wait.completed) return;
    if (wait.kind == WaitKind::semaphore) ipc_of(context, thread).semaphores.cancel(id, thread);
    if (wait.kind == WaitKind::message || wait.kind == WaitKind::queue_room) {
        ipc_of(context, thread).queues.cancel(id, thread);
    }
}

bool in_use(const ProcessContext& context, IpcNsId id) {
    if (id == kFirstIpcNs || context.ipc[id].shm.attached()) return true;
    const std::vector<Pid> present = context.tasks.present();
    return std::any_of(present.begin(), present.end(), [&](Pid pid) { return context.tasks[pid].ipc_ns == id; });
}

}  // namespace

IpcCaller caller_of(const ProcessContext& context, Pid thread) {
    const Task& task = context.tasks[thread];
    return {task.tgid, task.credentials, context.now, thread};
}

IpcNamespace& ipc_of(ProcessContext& context, Pid thread) {
    return context.ipc[context.tasks[thread].ipc_ns];
}

Result<IpcNsId> make_ipc_namespace(ProcessContext& context, Pid asking) {
    using report::Rule;
    report::Sink* sink = context.memory.sink;
    // "EPERM CLONE_NEWIPC … was specified by an unprivileged process (process without CAP_SYS_ADMIN)."
    if (!context.tasks[asking].credentials.has(Capability::sys_admin)) {
        return report::refuse(sink, asking, Errno::eperm, Rule::capability_missing, {Capability::sys_admin});
    }
    const Result<IpcNsId> made = context.ipc.add();
    if (made) report::emit(sink, report::EventType::process, Rule::ipc_namespace_new, asking, {asking, *made});
    return made;
}

void undo_semaphores(ProcessContext& context, Pid thread) {
    report::Sink* sink = context.memory.sink;
    complete(context.tasks, sink, ipc_of(context, thread).semaphores.exit(sink, caller_of(context, thread)));
}

void leave_ipc(ProcessContext& context, Pid thread, IpcNsId next) {
    cancel_sleep(context, thread);
    undo_semaphores(context, thread);
    MemoryContext memory = context.memory;
    memory.pid = thread;
    ipc_of(context, thread).shm.creator_gone(memory, thread);
    context.tasks.write(thread).ipc_ns = next;
    end_unused_ipc(context);
}

void end_unused_ipc(ProcessContext& context) {
    std::vector<IpcNsId> unused;
    for (const auto& [id, ns] : context.ipc.all()) {
        if (!in_use(context, id)) unused.push_back(id);
    }
    for (IpcNsId id : unused) {
        report::emit(context.memory.sink, report::EventType::process, report::Rule::ipc_namespace_end,
                     context.memory.pid, {id});
        context.ipc.remove(context.memory, id);
    }
}

}  // namespace sim::kernel
