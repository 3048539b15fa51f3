#include "sim/kernel/proc/signal_deliver.h"

#include <algorithm>
#include <bit>

#include "sim/kernel/mm/fault.h"
#include "sim/kernel/proc/job_control.h"
#include "sim/kernel/proc/signal_frame.h"
#include "sim/kernel/proc/signal_send.h"
#include "sim/kernel/proc/signals.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;
using report::TaskState;

// Raised by the thread's own instruction, so they come first.
constexpr SignalSet kSynchronous = signal_bit(kSigsegv) | signal_bit(kSigbus) | signal_bit(kSigill) |
                                   signal_bit(kSigtrap) | signal_bit(kSigfpe) | signal_bit(kSigsys);

// Index of the one to take; pending.size() for none.
std::size_t choose(const std::vector<SignalInfo>& pending, SignalSet wanted) {
    const auto rank = [](const SignalInfo& info) {
        return ((signal_bit(info.signal) & kSynchronous) != 0 ? 0 : kSignalMax) + info.signal;
    };
    std::size_t best = pending.size();
    for (std::size_t i = 0; i < pending.size(); ++i) {
        if ((signal_bit(pending[i].signal) & wanted) == 0) continue;
        if (best == pending.size() || rank(pending[i]) < rank(pending[best])) best = i;
    }
    return best;
}

SignalInfo take_from(std::vector<SignalInfo>& pending, std::size_t index) {
    const SignalInfo taken = pending[index];
    pending.erase(pending.begin() + static_cast<std::ptrdiff_t>(index));
    return taken;
}

void end_by(ProcessContext& context, Pid thread, const SignalInfo& info) {
    report::emit(context.memory.sink, EventType::signal, Rule::signal_deliver, thread,
                 {info.signal, info.code, info.address});
    exit_task(context, thread, {status_of_signal(info.signal), info.code, info.address});
}

// The default action of a signal that was pending.
void act_by_default(ProcessContext& context, Pid thread, const SignalInfo& info) {
    switch (default_action(info.signal)) {
        case DefaultAction::terminate: return end_by(context, thread, info);
        case DefaultAction::stop: return stop_process(context, context.tasks[thread].tgid, info.signal);
        case DefaultAction::ignore:
        case DefaultAction::resume: return;
    }
}

// "the handler … can't be called": a frame that cannot be written is a SIGSEGV with its default action.
void enter_or_die(ProcessContext& context, Pid thread, hw::CpuContext& registers, const SignalInfo& info) {
    if (enter_handler(context, thread, registers, info) || !context.tasks[thread].alive()) return;
    end_by(context, thread, {kSigsegv, kSiKernel, {}, {}, 0, {}, 0});
}

void deliver_one(ProcessContext& context, Pid thread, hw::CpuContext& registers, const SignalInfo& info) {
    const Pid process = context.tasks[thread].tgid;
    const auto number = static_cast<std::size_t>(info.signal);
    const std::uint64_t handler = (*context.tasks[process].process_signals.actions)[number].handler;
    if (handler == kSigIgn) return;
    if (handler == kSigDfl) return act_by_default(context, thread, info);
    enter_or_die(context, thread, registers, info);
}

// No handler ran that would have brought the old mask back.
void restore_mask(TaskTable& tasks, Pid thread) {
    ThreadSignals& signals = tasks.write(thread).signals;
    signals.blocked = signals.saved;
    signals.has_saved = false;
}

}  // namespace

SignalInfo take_signal(TaskTable& tasks, Pid thread, SignalSet wanted) {
    const Pid process = tasks[thread].tgid;
    std::size_t index = choose(tasks[thread].signals.pending, wanted);
    if (index < tasks[thread].signals.pending.size()) return take_from(tasks.write(thread).signals.pending, index);
    index = choose(tasks[process].process_signals.pending, wanted);
    if (index == tasks[process].process_signals.pending.size()) return {};
    return take_from(tasks.write(process).process_signals.pending, index);
}

Delivery deliver_signals(ProcessContext& context, Pid thread, hw::CpuContext& registers) {
    for (;;) {
        const Task& task = context.tasks[thread];
        if (!task.alive()) return Delivery::gone;
        if (task.state == TaskState::stopped) return Delivery::stopped;
        const SignalSet waiting = deliverable(context.tasks, thread);
        if (waiting != 0) {
            deliver_one(context, thread, registers, take_signal(context.tasks, thread, waiting));
        } else if (task.signals.has_saved) {
            restore_mask(context.tasks, thread);
        } else {
            return Delivery::go_on;
        }
    }
}

const SignalAction* next_handler(const TaskTable& tasks, Pid thread) {
    const auto& actions = *tasks[tasks[thread].tgid].process_signals.actions;
    for (SignalSet left = deliverable(tasks, thread); left != 0; left &= left - 1) {
        const SignalAction& action = actions[static_cast<std::size_t>(std::countr_zero(left)) + 1];
        if (action.handler > kSigIgn) return &action;
    }
    return nullptr;
}

std::int64_t wakes_at(const TaskTable& tasks, Pid pid) {
    const Task& task = tasks[pid];
    if (task.state != TaskState::blocked) return kForever;
    const std::int64_t alarm = tasks[task.tgid].process_signals.alarm;
    if (alarm == 0) return task.wait.deadline;
    for (Pid other : tasks.present()) {
        if (tasks[other].tgid != task.tgid || tasks[other].state != TaskState::blocked) continue;
        return other == pid ? std::min(alarm, task.wait.deadline) : task.wait.deadline;
    }
    return task.wait.deadline;
}

void expire_alarms(ProcessContext& context, std::int64_t now) {
    std::vector<Pid> due;
    for (Pid pid : context.tasks.present()) {
        const std::int64_t alarm = context.tasks[pid].process_signals.alarm;
        if (alarm != 0 && alarm <= now) due.push_back(pid);
    }
    for (Pid pid : due) {
        ProcessSignals& signals = context.tasks.write(pid).process_signals;
        // A period that has passed several times sends one signal only.
        const std::int64_t alarm = signals.alarm, interval = signals.alarm_interval;
        signals.alarm = interval == 0 ? 0 : alarm + ((now - alarm) / interval + 1) * interval;
        send_signal(context, pid, {kSigalrm, kSiKernel, {}, {}, 0, {}, 0});
    }
}

}  // namespace sim::kernel
