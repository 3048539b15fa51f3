#include "sim/kernel/proc/lifecycle.h"

#include "sim/kernel/mm/space.h"
#include "sim/kernel/proc/signals.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;
using report::TaskState;

IpcCaller caller_of(const ProcessContext& context, Pid pid) {
    return {pid, context.tasks[pid].credentials, context.now};
}

// "the child's … inherits attached shared memory segments": one more mapping each, made by the parent.
void count_inherited_attaches(ProcessContext& context, Pid parent, MmId child_mm) {
    const std::vector<Area> areas = context.memory.memory.spaces[child_mm].areas;
    for (const Area& area : areas) {
        if (area.shmid != kNoSegment) context.shm.opened(context.memory, caller_of(context, parent), area.shmid);
    }
}

// Gives up the address space; every attach it held is closed by the dying task.
void leave_memory(ProcessContext& context, Pid pid) {
    const MmId mm = context.tasks[pid].mm;
    if (mm == kNoMm) return;
    MemoryContext memory = context.memory;
    memory.pid = pid;
    context.tasks.write(pid).minor_faults = memory.memory.spaces[mm].minor_faults;
    const std::vector<AreaChange> closed = release_space(memory, mm);
    context.tasks.write(pid).mm = kNoMm;
    context.shm.apply(memory, caller_of(context, pid), closed);
}

void close_files(ProcessContext& context, Pid pid) {
    const std::vector<FileId> files = context.tasks[pid].descriptors.all();
    for (FileId file : files) {
        if (file != kNoFile) context.files.release(file);
    }
    context.tasks.write(pid).descriptors = Descriptors{};
}

// Orphans are init's, and init waits for its zombies at once.
void leave_children_to_init(ProcessContext& context, Pid pid) {
    const std::vector<Pid> present = context.tasks.present();
    for (Pid child : present) {
        if (context.tasks[child].ppid != pid) continue;
        context.tasks.write(child).ppid = kInit;
        report::emit(context.memory.sink, EventType::process, Rule::process_reparented, pid, {child, kInit});
        if (context.tasks[child].state == TaskState::zombie) reap_task(context, child, kInit);
    }
}

// Wakes a parent that sleeps in wait4(2) for this child.
void tell_parent(ProcessContext& context, Pid pid) {
    const Pid ppid = context.tasks[pid].ppid;
    const Task* parent = context.tasks.find(ppid);
    if (parent == nullptr) return reap_task(context, pid, kInit);
    if (parent->state != TaskState::blocked || parent->wait.kind != WaitKind::child) return;
    if (!waits_for(context.tasks[pid], ppid, static_cast<std::int32_t>(parent->wait.object))) return;
    context.tasks.write(ppid).state = TaskState::ready;
    report::emit(context.memory.sink, EventType::wake, Rule::wake_child, ppid, {pid});
}

}  // namespace

Result<Pid> fork_task(ProcessContext& context, Pid parent, const hw::CpuContext& registers) {
    const Errno full = context.tasks.room();
    if (full != Errno::ok) {
        report::emit(context.memory.sink, EventType::check, Rule::limit_exceeded, parent,
                     {report::Limit::tasks, context.tasks.present().size() + 1, kMaxTasks}, full);
        return full;
    }
    const Pid pid = context.tasks.next_pid();
    const Result<MmId> mm = fork_space(context.memory, context.tasks[parent].mm, pid);
    if (!mm) return mm.error();
    count_inherited_attaches(context, parent, *mm);

    const std::uint32_t number = ++context.tasks.write(parent).forks;
    Task child = context.tasks[parent];
    child.ppid = parent;
    child.tgid = kNoPid;
    child.name += "/" + std::to_string(number);
    child.context = registers;
    child.context.registers[0] = 0;  // "0 is returned in the child"
    child.mm = *mm;
    child.state = TaskState::ready;
    child.wait = Wait{};
    child.forks = 0;
    child.instructions = 0;
    child.minor_faults = 0;
    child.unsupported_call.reset();
    for (FileId file : child.descriptors.all()) {
        if (file != kNoFile) context.files.share(file);
    }
    context.tasks.add(std::move(child));
    report::emit(context.memory.sink, EventType::process, Rule::process_fork, parent, {parent, pid});
    return pid;
}

void exit_task(ProcessContext& context, Pid pid, const Ending& ending) {
    leave_memory(context, pid);
    close_files(context, pid);
    leave_children_to_init(context, pid);
    Task& task = context.tasks.write(pid);
    task.state = TaskState::zombie;
    task.wait = Wait{};
    task.status = ending.status;
    task.si_code = ending.si_code;
    task.si_addr = ending.si_addr;
    report::emit(context.memory.sink, EventType::process, Rule::process_exit, pid, {pid, ending.status});
    tell_parent(context, pid);
}

void reap_task(ProcessContext& context, Pid zombie, Pid by) {
    context.tasks.reap(zombie);
    report::emit(context.memory.sink, EventType::process, Rule::process_reaped, by, {zombie, by});
}

bool waits_for(const Task& child, Pid parent, std::int32_t wanted) {
    return child.ppid == parent && (wanted == -1 || wanted == child.pid.value);
}

bool kill_for_memory(ProcessContext& context) {
    Pid victim = kNoPid;
    std::uint64_t largest = 0;
    for (Pid pid : context.tasks.present()) {
        const Task& task = context.tasks[pid];
        if (!task.alive() || task.mm == kNoMm) continue;
        const std::uint64_t rss = context.memory.memory.spaces[task.mm].rss;
        if (victim != kNoPid && rss < largest) continue;  // of equals the youngest, as select_bad_process() has it
        victim = pid;
        largest = rss;
    }
    if (victim == kNoPid) return false;
    report::emit(context.memory.sink, EventType::signal, Rule::out_of_memory_kill, victim, {victim, largest});
    exit_task(context, victim, {status_of_signal(kSigkill), kSiKernel, {}});
    return true;
}

}  // namespace sim::kernel
