// Sending signals: kill, tkill, tgkill, rt_sigqueueinfo.
#include "sim/kernel/proc/job_control.h"
#include "sim/kernel/proc/signal_frame.h"
#include "sim/kernel/proc/signal_send.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::Rule;

bool valid_signal(int signal) {
    return signal >= 0 && signal <= kSignalMax;
}

// "EINVAL An invalid signal was specified."
Errno signal_invalid(const Call& call, int signal) {
    return call.refuse(Errno::einval, Rule::argument_invalid, {2, signal});
}

SignalInfo from_caller(const Call& call, int signal, int code) {
    SignalInfo info;
    info.signal = signal;
    info.code = code;
    info.pid = call.task().tgid;
    info.uid = call.task().credentials.uid;
    return info;
}

bool exists(const Task* task) {
    return task != nullptr && task->state != report::TaskState::ended;
}

// Whether the caller may: check_kill_permission() of Linux, which looks at the signal only when the target exists.
// "EPERM The calling process does not have permission to send the signal".
Errno check_permission(const Call& call, Pid target, int signal) {
    if (!valid_signal(signal)) return signal_invalid(call, signal);
    const Task& process = call.kernel.tasks[call.kernel.tasks[target].tgid];
    if (may_signal(call.task(), call.group(), process, signal)) return Errno::ok;
    return call.refuse(Errno::eperm, Rule::signal_forbidden, {target, signal});
}

CallResult to_process(Call& call, Pid target, const SignalInfo& info) {
    // init takes no signal it has no handler for; only root may even try.
    if (target == kInit) {
        if (!valid_signal(info.signal)) return signal_invalid(call, info.signal);
        if (call.task().credentials.has(Capability::kill)) return 0;
        return call.refuse(Errno::eperm, Rule::signal_forbidden, {target, info.signal});
    }
    // "ESRCH The target process or process group does not exist." A zombie does exist. A thread's id names its process.
    const Task* task = call.kernel.tasks.find(target);
    if (!exists(task)) return call.refuse(Errno::esrch, Rule::process_unknown, {target});
    const Pid process = task->tgid;
    if (const Errno error = check_permission(call, process, info.signal); error != Errno::ok) return error;
    ProcessContext context = call.processes();
    send_signal(context, process, info);
    return 0;
}

// Every process the caller may signal among those for which `member` holds.
template <class Member>
CallResult to_many(Call& call, const SignalInfo& info, Pid named, Member member) {
    const std::vector<Pid> present = call.kernel.tasks.present();
    bool any = false, allowed = named == Pid{-1};  // whom it may not signal, kill(-1) passes over without an error
    for (Pid pid : present) {
        const Task* task = call.kernel.tasks.find(pid);
        if (!exists(task) || !task->leader() || !member(*task)) continue;
        any = true;
        if (!valid_signal(info.signal)) return signal_invalid(call, info.signal);
        if (!may_signal(call.task(), call.group(), *task, info.signal)) continue;
        allowed = true;
        ProcessContext context = call.processes();
        send_signal(context, pid, info);
    }
    if (!any) return call.refuse(Errno::esrch, Rule::process_unknown, {named});
    // "EPERM … for a process group … none of the target processes" may be signalled.
    return allowed ? CallResult(0) : call.refuse(Errno::eperm, Rule::signal_forbidden, {named, info.signal});
}

CallResult to_thread(Call& call, Pid group, Pid thread, int signal) {
    const Task* task = call.kernel.tasks.find(thread);
    // "ESRCH No process matches the specified thread group ID and thread ID."
    if (!exists(task) || (group != kNoPid && task->tgid != group)) {
        return call.refuse(Errno::esrch, Rule::process_unknown, {thread});
    }
    if (const Errno error = check_permission(call, thread, signal); error != Errno::ok) return error;
    if (signal == 0) return 0;
    ProcessContext context = call.processes();
    send_signal_to_thread(context, thread, from_caller(call, signal, kSiTkill));
    return 0;
}

}  // namespace

CallResult sys_kill(Call& call) {
    const std::int32_t target = call.i32(0);
    const int signal = call.i32(1);
    const SignalInfo info = from_caller(call, signal, kSiUser);
    if (target > 0) return to_process(call, Pid{target}, info);
    // "If pid equals -1, then sig is sent to every process for which the calling process has permission to send
    // signals, except for process 1"; "on Linux the call kill(-1,sig) does not signal the calling process."
    const Pid self = call.task().tgid;
    if (target == -1) {
        return to_many(call, info, Pid{target}, [&](const Task& task) { return task.pid != self; });
    }
    // "If pid equals 0, then sig is sent to every process in the process group of the calling process"; "less than -1
    // … in the process group whose ID is -pid."
    if (target == std::numeric_limits<std::int32_t>::min()) {
        return call.refuse(Errno::esrch, Rule::process_unknown, {target});
    }
    const Pid group = target == 0 ? call.group().group : Pid{-target};
    return to_many(call, info, Pid{target}, [&](const Task& task) { return task.group == group; });
}

CallResult sys_tgkill(Call& call) {
    const Pid group{call.i32(0)}, thread{call.i32(1)};
    // "EINVAL An invalid thread ID, thread group ID, or signal was specified."
    if (group.value <= 0 || thread.value <= 0) return call.refuse(Errno::einval, Rule::argument_invalid, {1, group});
    return to_thread(call, group, thread, call.i32(2));
}

CallResult sys_tkill(Call& call) {
    const Pid thread{call.i32(0)};
    if (thread.value <= 0) return call.refuse(Errno::einval, Rule::argument_invalid, {1, thread});
    return to_thread(call, kNoPid, thread, call.i32(1));
}

CallResult sys_rt_sigqueueinfo(Call& call) {
    UserSigInfo user;
    const Errno error = call.get(call.address(2), user);
    if (error != Errno::ok) return error;
    const Pid target{call.i32(0)};
    // "The caller may not specify … a value greater than or equal to 0, or SI_TKILL" unless it sends to itself.
    const bool pretends = user.code >= kSiUser || user.code == kSiTkill;
    if (pretends && target != call.task().tgid) {
        return call.refuse(Errno::eperm, Rule::signal_forbidden, {target, call.i32(1)});
    }
    SignalInfo info;
    info.signal = call.i32(1);
    info.code = user.code;
    info.pid = Pid{static_cast<std::int32_t>(user.fields[0])};
    info.uid = Uid{static_cast<std::uint32_t>(user.fields[0] >> 32)};
    info.value = user.fields[1];
    if (target.value <= 0) return call.refuse(Errno::esrch, Rule::process_unknown, {target});
    return to_process(call, target, info);
}

}  // namespace sim::kernel
