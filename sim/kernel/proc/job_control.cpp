#include "sim/kernel/proc/job_control.h"

#include <algorithm>

#include "sim/kernel/proc/signal_send.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/proc/waiting.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;
using report::TaskState;

// "On Linux, even in the absence of signal handlers, certain blocking interfaces can fail with the error EINTR after
// the process is stopped by one of the stop signals and then resumed via SIGCONT": semop(2), sigtimedwait(2).
bool fails_after_stop(WaitKind kind) {
    return kind == WaitKind::semaphore || kind == WaitKind::signal;
}

std::vector<Pid> threads_of(const TaskTable& tasks, Pid process) {
    std::vector<Pid> threads;
    for (Pid pid : tasks.present()) {
        if (tasks[pid].tgid == process) threads.push_back(pid);
    }
    return threads;
}

// Threads of the parent that sleep in wait4(2) for this child, the longest asleep first.
std::vector<Pid> waiting_parents(const TaskTable& tasks, const Task& child) {
    std::vector<Pid> found;
    for (Pid pid : tasks.present()) {
        const Task& task = tasks[pid];
        if (task.tgid != child.ppid || task.state != TaskState::blocked || task.wait.kind != WaitKind::child) continue;
        if (waits_for(child, child.ppid, static_cast<std::int32_t>(task.wait.object))) found.push_back(pid);
    }
    std::sort(found.begin(), found.end(), [&](Pid a, Pid b) { return tasks[a].wait.ticket < tasks[b].wait.ticket; });
    return found;
}

SignalInfo news_of(const Task& child, int code, int status) {
    SignalInfo info;
    info.signal = code == kCldExited || code == kCldKilled ? child.exit_signal : kSigchld;
    info.code = code;
    info.pid = child.pid;
    info.uid = child.credentials.uid;
    info.status = status;
    return info;
}

}  // namespace

void stop_process(ProcessContext& context, Pid process, int signal) {
    // "SIGTSTP, SIGTTIN, SIGTTOU … no action if the process is a member of an orphaned process group" (setpgid(2)).
    if (signal != kSigstop && orphaned(context.tasks, context.tasks[process].group)) return;
    bool stopped = false;
    for (Pid pid : threads_of(context.tasks, process)) {
        const Task& task = context.tasks[pid];
        // A parent in vfork(2) sleeps on, whatever comes.
        if (!task.alive() || task.state == TaskState::stopped || task.wait.kind == WaitKind::vfork) continue;
        Task& thread = context.tasks.write(pid);
        if (thread.state == TaskState::blocked) thread.wait.interrupted |= fails_after_stop(thread.wait.kind);
        thread.state = TaskState::stopped;
        stopped = true;
    }
    if (!stopped) return;
    Task& leader = context.tasks.write(process);
    leader.stop_signal = signal;
    leader.continued = false;
    report::emit(context.memory.sink, EventType::process, Rule::process_stopped, process, {process, signal});
    notify_parent(context, process, kCldStopped, signal);
}

void continue_process(ProcessContext& context, Pid process) {
    bool resumed = false;
    for (Pid pid : threads_of(context.tasks, process)) {
        if (context.tasks[pid].state != TaskState::stopped) continue;
        context.tasks.write(pid).state = TaskState::ready;
        resumed = true;
    }
    if (!resumed) return;
    Task& leader = context.tasks.write(process);
    leader.stop_signal = 0;
    leader.continued = true;
    report::emit(context.memory.sink, EventType::process, Rule::process_continued, process, {process});
    notify_parent(context, process, kCldContinued, kSigcont);
}

void notify_parent(ProcessContext& context, Pid process, int code, int status) {
    const Task& child = context.tasks[process];
    const Pid parent = child.ppid;
    if (context.tasks.find(parent) == nullptr) return;
    const SignalInfo info = news_of(child, code, status);
    const std::uint64_t flags = (*context.tasks[parent].process_signals.actions)[kSigchld].flags;
    const bool unwanted = (code == kCldStopped || code == kCldContinued) && (flags & kSaNocldstop) != 0;
    if (!unwanted) send_signal(context, parent, info);
    for (Pid sleeper : waiting_parents(context.tasks, context.tasks[process])) {
        context.tasks.write(sleeper).state = TaskState::ready;
        report::emit(context.memory.sink, EventType::wake, Rule::wake_child, sleeper, {process});
    }
}

bool orphaned(const TaskTable& tasks, Pid group) {
    for (Pid pid : tasks.present()) {
        const Task& member = tasks[pid];
        if (!member.leader() || member.group != group || member.threads == 0) continue;
        const Task* parent = tasks.find(member.ppid);
        // Init stands for the shell: a group of its own in its session.
        const Pid parents_group = parent != nullptr ? parent->group : kInit;
        const Pid parents_session = parent != nullptr ? parent->session : kInit;
        if (parents_group != group && parents_session == member.session) return false;
    }
    return true;
}

bool group_exists(const TaskTable& tasks, Pid group) {
    return std::any_of(tasks.present().begin(), tasks.present().end(),
                       [&](Pid pid) { return tasks[pid].leader() && tasks[pid].group == group; });
}

}  // namespace sim::kernel
