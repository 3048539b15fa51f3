#include "sim/kernel/proc/signal_send.h"

#include <algorithm>

#include "sim/kernel/proc/job_control.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/proc/waiting.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;
using report::TaskState;

const SignalAction& action_of(const TaskTable& tasks, Pid process, int signal) {
    return (*tasks[process].process_signals.actions)[static_cast<std::size_t>(signal)];
}

// What a thread in sigtimedwait(2) waits for: such signals reach it though they are blocked.
SignalSet awaited(const Task& task) {
    const bool waits = task.state == TaskState::blocked && task.wait.kind == WaitKind::signal;
    return waits ? task.wait.detail : 0;
}

bool holds(const std::vector<SignalInfo>& pending, int signal) {
    return std::any_of(pending.begin(), pending.end(), [&](const SignalInfo& one) { return one.signal == signal; });
}

void forget(std::vector<SignalInfo>& pending, SignalSet signals) {
    const auto gone = [&](const SignalInfo& info) { return (signal_bit(info.signal) & signals) != 0; };
    pending.erase(std::remove_if(pending.begin(), pending.end(), gone), pending.end());
}

SignalSet set_of(const std::vector<SignalInfo>& pending) {
    SignalSet set = 0;
    for (const SignalInfo& info : pending) set |= signal_bit(info.signal);
    return set;
}

// Nobody would notice it: the action is to ignore it, and no mask keeps it for later.
bool ignored(const TaskTable& tasks, Pid thread, int signal) {
    const Task& task = tasks[thread];
    if ((task.signals.blocked & signal_bit(signal)) != 0) return false;
    const std::uint64_t handler = action_of(tasks, task.tgid, signal).handler;
    if (handler != kSigDfl) return handler == kSigIgn;
    const DefaultAction action = default_action(signal);
    return action == DefaultAction::ignore || action == DefaultAction::resume;
}

bool takes(const Task& task, int signal) {
    if (!task.alive()) return false;
    if (signal == kSigkill) return true;
    return task.state != TaskState::stopped && (task.signals.blocked & ~awaited(task) & signal_bit(signal)) == 0;
}

// The thread a signal for a process goes to: the first if it takes it, else any. kNoPid: it stays pending.
Pid find_taker(const TaskTable& tasks, Pid process, int signal) {
    if (takes(tasks[process], signal)) return process;
    for (Pid pid : tasks.present()) {
        if (tasks[pid].tgid == process && takes(tasks[pid], signal)) return pid;
    }
    return kNoPid;
}

// A sleeping call that only a deadly signal ends.
bool uninterruptible(const Task& task) {
    return task.wait.kind == WaitKind::vfork;
}

// Ends the sleep of a thread that has a handler to run. What it waits for it waits for no longer.
void interrupt(ProcessContext& context, Pid thread, int signal) {
    const Task& task = context.tasks[thread];
    if (task.state != TaskState::blocked || uninterruptible(task)) return;
    const WaitKind kind = task.wait.kind;
    const std::uint64_t object = task.wait.object;
    const bool wanted = (awaited(task) & signal_bit(signal)) != 0;
    Task& sleeper = context.tasks.write(thread);
    sleeper.state = TaskState::ready;
    sleeper.wait.interrupted = !wanted;
    report::emit(context.memory.sink, EventType::wake, Rule::wake_interrupted, thread, {kind, object, signal});
}

// What the thread that takes a signal has to do with it at once.
void act(ProcessContext& context, Pid thread, const SignalInfo& info) {
    const Pid process = context.tasks[thread].tgid;
    if ((awaited(context.tasks[thread]) & signal_bit(info.signal)) != 0) {
        return interrupt(context, thread, info.signal);
    }
    if (action_of(context.tasks, process, info.signal).handler != kSigDfl) {
        return interrupt(context, thread, info.signal);
    }
    switch (default_action(info.signal)) {
        case DefaultAction::terminate:
            report::emit(context.memory.sink, EventType::signal, Rule::signal_deliver, thread,
                         {info.signal, info.code, info.address});
            return exit_task(context, thread, {status_of_signal(info.signal), info.code, info.address});
        case DefaultAction::stop:
            forget_pending(context.tasks, process, signal_bit(info.signal));
            return stop_process(context, process, info.signal);
        case DefaultAction::ignore:
        case DefaultAction::resume: return;
    }
}

// "SIGCONT … if the process is stopped, it continues even if it ignores or blocks the signal"; stop signals and
// SIGCONT make each other forgotten.
void prepare(ProcessContext& context, Pid process, int signal) {
    if ((signal_bit(signal) & kStopSignals) != 0) {
        forget_pending(context.tasks, process, signal_bit(kSigcont));
    } else if (signal == kSigcont) {
        forget_pending(context.tasks, process, kStopSignals);
        continue_process(context, process);
    }
}

// `thread`: the one it is for; kNoPid: any of the process.
void send(ProcessContext& context, Pid process, Pid thread, const SignalInfo& info) {
    const Task* leader = context.tasks.find(process);
    if (leader == nullptr || leader->threads == 0 || info.signal == 0) return;
    const Pid looked_at = thread == kNoPid ? process : thread;
    if (!context.tasks[looked_at].alive() && thread != kNoPid) return;
    prepare(context, process, info.signal);
    if (ignored(context.tasks, looked_at, info.signal)) {
        // What nobody asked for is not worth a word: SIGCHLD of every child.
        if (action_of(context.tasks, process, info.signal).handler == kSigIgn) {
            report::emit(context.memory.sink, EventType::check, Rule::signal_ignored, looked_at,
                         {looked_at, info.signal});
        }
        return;
    }
    auto& pending = thread == kNoPid ? context.tasks.write(process).process_signals.pending
                                     : context.tasks.write(thread).signals.pending;
    // "If a standard signal is … already pending, … only one instance is queued".
    if (info.signal < kFirstQueued && holds(pending, info.signal)) return;
    pending.push_back(info);
    report::emit(context.memory.sink, EventType::signal, Rule::signal_send, context.memory.pid,
                 {looked_at, info.signal});
    Pid taker = thread;
    if (thread == kNoPid) {
        taker = find_taker(context.tasks, process, info.signal);
    } else if (!takes(context.tasks[thread], info.signal)) {
        taker = kNoPid;
    }
    if (taker != kNoPid) return act(context, taker, info);
    report::emit(context.memory.sink, EventType::check, Rule::signal_blocked, looked_at, {looked_at, info.signal});
}

}  // namespace

void send_signal(ProcessContext& context, Pid process, const SignalInfo& info) {
    send(context, process, kNoPid, info);
}

void send_signal_to_thread(ProcessContext& context, Pid thread, const SignalInfo& info) {
    send(context, context.tasks[thread].tgid, thread, info);
}

void force_signal(ProcessContext& context, Pid thread, const SignalInfo& info) {
    const Pid process = context.tasks[thread].tgid;
    const std::uint64_t handler = action_of(context.tasks, process, info.signal).handler;
    const bool blocked = (context.tasks[thread].signals.blocked & signal_bit(info.signal)) != 0;
    if (handler > kSigIgn && !blocked) {
        std::vector<SignalInfo>& pending = context.tasks.write(thread).signals.pending;
        if (!holds(pending, info.signal)) pending.insert(pending.begin(), info);
        return;
    }
    report::emit(context.memory.sink, EventType::signal, Rule::signal_deliver, thread,
                 {info.signal, info.code, info.address});
    exit_task(context, thread, {status_of_signal(info.signal), info.code, info.address});
}

bool may_signal(const Task& sender, const Task& sender_process, const Task& target_process, int signal) {
    const Credentials& from = sender.credentials;
    const Credentials& to = target_process.credentials;
    if (sender_process.pid == target_process.pid || from.has(Capability::kill)) return true;
    for (Uid uid : {from.uid, from.euid}) {
        if (uid == to.uid || uid == to.suid) return true;
    }
    return signal == kSigcont && sender_process.session == target_process.session;
}

SignalSet deliverable(const TaskTable& tasks, Pid thread) {
    const Task& task = tasks[thread];
    const SignalSet pending = set_of(task.signals.pending) | set_of(tasks[task.tgid].process_signals.pending);
    return pending & ~task.signals.blocked;
}

void forget_pending(TaskTable& tasks, Pid process, SignalSet signals) {
    forget(tasks.write(process).process_signals.pending, signals);
    for (Pid pid : std::vector<Pid>(tasks.present())) {
        const Task& task = tasks[pid];
        if (task.tgid == process && (set_of(task.signals.pending) & signals) != 0) {
            forget(tasks.write(pid).signals.pending, signals);
        }
    }
}

}  // namespace sim::kernel
