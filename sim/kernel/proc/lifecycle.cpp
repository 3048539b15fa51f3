#include "sim/kernel/proc/lifecycle.h"

#include "sim/kernel/mm/space.h"
#include "sim/kernel/mm/user_copy.h"
#include "sim/kernel/proc/area_changes.h"
#include "sim/kernel/proc/futex.h"
#include "sim/kernel/proc/ipc_membership.h"
#include "sim/kernel/proc/job_control.h"
#include "sim/kernel/proc/release_file.h"
#include "sim/kernel/proc/signal_send.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/proc/waiting.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;
using report::TaskState;

// Orphans are init's, and init waits for its zombies at once.
void leave_children_to_init(ProcessContext& context, Pid pid) {
    const std::vector<Pid> present = context.tasks.present();
    for (Pid child : present) {
        if (!context.tasks[child].leader() || context.tasks[child].ppid != pid) continue;
        context.tasks.write(child).ppid = kInit;
        report::emit(context.memory.sink, EventType::process, Rule::process_reparented, pid, {child, kInit});
        if (process_ended(context.tasks[child])) {
            reap_task(context, child, kInit);
        } else if (const int signal = context.tasks[child].parent_death_signal; signal != 0) {
            send_signal(context, child, {signal, kSiUser, pid, context.tasks[pid].credentials.uid, 0, {}, 0});
        }
    }
}

// "If the action for the SIGCHLD signal is set to SIG_IGN" or has SA_NOCLDWAIT, "children that terminate do not become
// zombies" (wait(2)).
bool reaped_by_itself(const TaskTable& tasks, const Task& child) {
    const Task* parent = tasks.find(child.ppid);
    if (parent == nullptr) return true;
    const SignalAction& action = (*parent->process_signals.actions)[kSigchld];
    return child.exit_signal == kSigchld && (action.handler == kSigIgn || (action.flags & kSaNocldwait) != 0);
}

void tell_parent(ProcessContext& context, Pid pid) {
    const int status = context.tasks[pid].status;
    const bool reaped = reaped_by_itself(context.tasks, context.tasks[pid]);
    const int code = status_exited(status) ? kCldExited : kCldKilled;
    if (context.tasks[pid].exit_signal != 0 || !reaped) {
        notify_parent(context, pid, code, status_exited(status) ? status >> 8 & 0xff : status & 0x7f);
    }
    if (reaped) reap_task(context, pid, context.tasks[pid].ppid);
}

// One thread is no more; the process may go on without it.
void end_thread(ProcessContext& context, Pid pid, const Ending& ending) {
    clear_thread_id(context, pid);
    leave_memory(context, pid);
    leave_ipc(context, pid);
    Task& task = context.tasks.write(pid);
    task.wait = Wait{};
    task.signals.pending.clear();
    task.status = ending.status;
    task.si_code = ending.si_code;
    task.si_addr = ending.si_addr;
    task.state = TaskState::zombie;
    const Pid process = task.tgid;
    const bool leader = task.leader();
    const Usage used{task.instructions, 0, 0};
    if (--context.tasks.write(process).threads == 0 && leader) return;
    if (leader) {
        report::emit(context.memory.sink, EventType::process, Rule::process_thread_end, pid, {process, pid});
        return;
    }
    context.tasks.write(process).ended_threads.add(used);
    context.tasks.reap(pid);
    report::emit(context.memory.sink, EventType::process, Rule::process_thread_end, pid, {process, pid});
}

// All threads have ended: what they shared goes.
void end_process(ProcessContext& context, Pid process) {
    leave_files(context, process);
    leave_children_to_init(context, process);
    release_vfork_parent(context, process);
    Task& leader = context.tasks.write(process);
    leader.process_signals.pending.clear();
    leader.process_signals.alarm = leader.process_signals.alarm_interval = 0;
    leader.stop_signal = 0;
    leader.continued = false;
    const int status = leader.status;
    report::emit(context.memory.sink, EventType::process, Rule::process_exit, process, {process, status});
    tell_parent(context, process);
}

Task copy_of(const Task& parent, const Task& process, Pid group_leader) {
    Task child = parent;
    child.context = parent.context;
    child.state = TaskState::ready;
    child.wait = Wait{};
    child.forks = 0;
    child.instructions = 0;
    child.minor_faults = 0;
    child.major_faults = 0;
    child.unsupported_call.reset();
    child.clear_tid = VirtAddr{};
    child.signals.pending.clear();
    child.signals.has_saved = false;
    child.descriptors = process.descriptors;
    child.process_signals = process.process_signals;
    child.process_signals.pending.clear();
    child.process_signals.alarm = child.process_signals.alarm_interval = 0;
    child.limits = process.limits;
    child.hard_limits = process.hard_limits;
    child.umask = process.umask;
    child.cwd = process.cwd;
    child.group = process.group;
    child.session = process.session;
    child.comm = process.comm;
    child.threads = 1;
    child.vfork_parent = kNoPid;
    child.parent_death_signal = 0;
    child.stop_signal = 0;
    child.continued = false;
    child.has_executed = false;
    child.ended_threads = child.children = Usage{};
    child.tgid = group_leader;
    return child;
}

// What belongs to the process is the leader's alone.
void forget_process_part(Task& thread) {
    thread.descriptors = Descriptors{};
    thread.process_signals = ProcessSignals{};
    thread.cwd = kNoInode;
    thread.threads = 0;
}

Result<MmId> memory_for(ProcessContext& context, Pid parent, Pid child, bool shared) {
    const MmId mm = context.tasks[parent].mm;
    if (!shared) {
        const Result<MmId> copy = fork_space(context.memory, mm, child);
        if (copy) tell_inherited_areas(context, parent, *copy);
        return copy;
    }
    share_space(context.memory, mm);
    return mm;
}

// copy_namespaces().
Result<IpcNsId> ipc_for(ProcessContext& context, Pid parent, const ForkOptions& options) {
    if (!options.new_ipc) return context.tasks[parent].ipc_ns;
    const bool may = context.tasks[parent].credentials.has(Capability::sys_admin);
    // "EINVAL Both CLONE_NEWIPC and CLONE_SYSVSEM were specified in the flags mask": asked of who may.
    if (may && options.share_undo) {
        return report::refuse(context.memory.sink, parent, Errno::einval, Rule::argument_invalid, {1, 0});
    }
    return make_ipc_namespace(context, parent);
}

// The child is not to be after all.
void give_memory_back(ProcessContext& context, Pid parent, MmId mm) {
    tell_area_changes(context, parent, release_space(context.memory, mm));
}

std::string thread_name(const Task& process, std::uint32_t number) {
    return process.name + ":" + std::to_string(number);
}

void add_thread(ProcessContext& context, Task child, Pid process) {
    forget_process_part(child);
    child.name = thread_name(context.tasks[process], ++context.tasks.write(process).forks);
    const Pid pid = context.tasks.add(std::move(child));
    ++context.tasks.write(process).threads;
    report::emit(context.memory.sink, EventType::process, Rule::process_thread, process, {process, pid});
}

void add_process(ProcessContext& context, Task child, Pid parent, const ForkOptions& options) {
    const Pid process = context.tasks[parent].tgid;
    child.ppid = process;
    child.exit_signal = options.exit_signal;
    child.name = context.tasks[process].name + "/" + std::to_string(++context.tasks.write(process).forks);
    if (options.vfork) child.vfork_parent = parent;
    share_files(context, child);
    const Pid pid = context.tasks.add(std::move(child));
    report::emit(context.memory.sink, EventType::process, Rule::process_fork, parent, {parent, pid});
}

}  // namespace

Result<Pid> fork_task(ProcessContext& context, Pid parent, const hw::CpuContext& registers,
                      const ForkOptions& options) {
    const Errno full = context.tasks.room();
    if (full != Errno::ok) {
        report::emit(context.memory.sink, EventType::check, Rule::limit_exceeded, parent,
                     {report::Limit::tasks, context.tasks.present().size() + 1, kMaxTasks}, full);
        return full;
    }
    const Pid pid = context.tasks.next_pid();
    const Result<MmId> mm = memory_for(context, parent, pid, options.share_memory);
    if (!mm) return mm.error();
    const Result<IpcNsId> ipc = ipc_for(context, parent, options);
    if (!ipc) {
        give_memory_back(context, parent, *mm);
        return ipc.error();
    }

    const Pid process = context.tasks[parent].tgid;
    Task child = copy_of(context.tasks[parent], context.tasks[process], options.thread ? process : kNoPid);
    child.context = registers;
    child.context.registers[0] = 0;  // "0 is returned in the child"
    child.mm = *mm;
    child.ipc_ns = *ipc;
    // A stack for handlers lies in memory the child only shares (sigaltstack(2)); vfork's child is the exception.
    if (options.share_memory && !options.vfork) child.signals.stack = SignalStack{};
    if (options.thread) {
        add_thread(context, std::move(child), process);
    } else {
        add_process(context, std::move(child), parent, options);
    }
    if (options.share_undo) ipc_of(context, parent).semaphores.share_undo(parent, pid);
    return pid;
}

void exit_thread(ProcessContext& context, Pid pid, const Ending& ending) {
    const Pid process = context.tasks[pid].tgid;
    end_thread(context, pid, ending);
    if (context.tasks[process].threads == 0) end_process(context, process);
}

void exit_other_threads(ProcessContext& context, Pid pid) {
    const Pid process = context.tasks[pid].tgid;
    const std::vector<Pid> present = context.tasks.present();
    for (Pid other : present) {
        const Task& task = context.tasks[other];
        if (other != pid && task.tgid == process && task.alive()) {
            end_thread(context, other, {status_of_signal(kSigkill), 0, {}});
        }
    }
}

void exit_task(ProcessContext& context, Pid pid, const Ending& ending) {
    const Pid process = context.tasks[pid].tgid;
    exit_other_threads(context, pid);
    end_thread(context, pid, ending);
    Task& leader = context.tasks.write(process);
    leader.status = ending.status;
    leader.si_code = ending.si_code;
    leader.si_addr = ending.si_addr;
    end_process(context, process);
}

// "When a thread whose clear_child_tid is not NULL terminates, then … 0 is written at the address specified … and
// the kernel performs futex(clear_child_tid, FUTEX_WAKE, 1, …)" (set_tid_address(2)).
void clear_thread_id(ProcessContext& context, Pid pid) {
    const VirtAddr where = context.tasks[pid].clear_tid;
    const MmId mm = context.tasks[pid].mm;
    // Nobody else could see it.
    if (where == VirtAddr{} || mm == kNoMm || context.memory.memory.spaces[mm].users < 2) return;
    MemoryContext memory = context.memory;
    memory.pid = pid;
    if (put_user(memory, mm, where, std::int32_t{0}) != Errno::ok) return;
    const Result<FutexKey> key = futex_key(memory.memory, mm, where, false);
    if (key) futex_wake(context.tasks, memory.sink, *key, 1);
}

void leave_memory(ProcessContext& context, Pid pid) {
    const MmId mm = context.tasks[pid].mm;
    if (mm == kNoMm) return;
    MemoryContext memory = context.memory;
    memory.pid = pid;
    context.tasks.write(pid).minor_faults = memory.memory.spaces[mm].minor_faults;
    context.tasks.write(pid).major_faults = memory.memory.spaces[mm].major_faults;
    const std::vector<AreaChange> closed = release_space(memory, mm);
    context.tasks.write(pid).mm = kNoMm;
    tell_area_changes(context, pid, closed);
}

void release_vfork_parent(ProcessContext& context, Pid child) {
    const Pid parent = context.tasks[child].vfork_parent;
    if (parent == kNoPid) return;
    context.tasks.write(child).vfork_parent = kNoPid;
    const Task& task = context.tasks[parent];
    const bool waits = task.state == TaskState::blocked && task.wait.kind == WaitKind::vfork;
    if (waits) complete(context.tasks, context.memory.sink, parent, child.value);
}

void reap_task(ProcessContext& context, Pid zombie, Pid by) {
    context.tasks.reap(zombie);
    report::emit(context.memory.sink, EventType::process, Rule::process_reaped, by, {zombie, by});
}

bool process_ended(const Task& leader) {
    return leader.state == TaskState::zombie && leader.threads == 0;
}

bool waits_for(const Task& child, Pid parent, std::int32_t wanted) {
    if (!child.leader() || child.ppid != parent) return false;
    return wanted == -1 || wanted == child.pid.value || (wanted < -1 && wanted == -child.group.value);
}

bool kill_for_memory(ProcessContext& context) {
    Pid victim = kNoPid;
    std::uint64_t largest = 0;
    for (Pid pid : context.tasks.present()) {
        const Task& task = context.tasks[pid];
        if (!task.alive() || task.mm == kNoMm) continue;
        const AddressSpace& space = context.memory.memory.spaces[task.mm];
        const std::uint64_t rss = space.rss + space.swapped;  // what its end gives back
        if (victim != kNoPid && rss < largest) continue;      // of equals the youngest, as select_bad_process() has it
        victim = pid;
        largest = rss;
    }
    if (victim == kNoPid) return false;
    report::emit(context.memory.sink, EventType::signal, Rule::out_of_memory_kill, victim, {victim, largest});
    exit_task(context, victim, {status_of_signal(kSigkill), kSiKernel, {}});
    return true;
}

}  // namespace sim::kernel
