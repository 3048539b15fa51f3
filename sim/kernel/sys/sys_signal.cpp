// Signals with their default actions: kill, tgkill. Handlers are not modelled yet.
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

// "the real or effective user ID of the sending process must equal the real or saved set-user-ID of the target".
bool may_signal(const Credentials& sender, const Credentials& target) {
    return sender.has(Capability::kill) || sender.euid == target.uid || sender.uid == target.uid;
}

CallResult deliver(Call& call, Pid target, int signal) {
    report::emit(call.sink, EventType::signal, Rule::signal_deliver, target, {signal, kSiUser, 0});
    ProcessContext context = call.processes();
    exit_task(context, target, {status_of_signal(signal), kSiUser, {}});
    return target == call.pid ? CallResult::gone() : CallResult(0);
}

CallResult send(Call& call, Pid target, int signal) {
    const Task* task = call.kernel.tasks.find(target);
    // "ESRCH The target process or process group does not exist." A zombie does exist.
    if (task == nullptr || task->state == report::TaskState::ended) {
        return call.refuse(Errno::esrch, Rule::process_unknown, {target});
    }
    // "EPERM The calling process does not have permission to send the signal".
    if (!may_signal(call.task().credentials, task->credentials)) {
        return call.refuse(Errno::eperm, Rule::signal_forbidden, {target, signal});
    }
    // "If sig is 0, then no signal is sent, but existence and permission checks are still performed".
    if (signal == 0) return 0;
    const DefaultAction action = default_action(signal);
    if (action == DefaultAction::stop) return call.unsupported(static_cast<std::uint64_t>(signal));
    report::emit(call.sink, EventType::signal, Rule::signal_send, call.pid, {target, signal});
    const bool deadly = action == DefaultAction::terminate && call.kernel.tasks[target].alive();
    return deadly ? deliver(call, target, signal) : CallResult(0);
}

}  // namespace

CallResult sys_kill(Call& call) {
    const Pid target{call.i32(0)};
    const int signal = call.i32(1);
    // "EINVAL An invalid signal was specified."
    if (signal < 0 || signal > kSignalMax) return call.refuse(Errno::einval, Rule::argument_invalid, {2, signal});
    if (target.value <= 0) return call.unsupported(call.u64(0));  // process groups
    // init takes no signal it has no handler for; only root may even try.
    if (target == kInit) {
        if (call.task().credentials.has(Capability::kill)) return 0;
        return call.refuse(Errno::eperm, Rule::signal_forbidden, {target, signal});
    }
    return send(call, target, signal);
}

CallResult sys_tgkill(Call& call) {
    const Pid group{call.i32(0)}, thread{call.i32(1)};
    const int signal = call.i32(2);
    const bool valid = group.value > 0 && thread.value > 0 && signal >= 0 && signal <= kSignalMax;
    if (!valid) return call.refuse(Errno::einval, Rule::argument_invalid, {1, group});
    if (group != thread) return call.refuse(Errno::esrch, Rule::process_unknown, {thread});  // one thread each
    return send(call, thread, signal);
}

CallResult sys_rt_sigaction(Call& call) {
    return call.unsupported(call.u64(0));
}

// "pause() returns only when a signal was caught and the signal-catching function returned": without handlers, never.
CallResult sys_pause(Call& call) {
    return call.sleep(WaitKind::signal, 0, Rule::wait_signal, {});
}

}  // namespace sim::kernel
