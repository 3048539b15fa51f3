// Processes: fork, exit, waiting for children, who is who, groups and sessions.
#include "sim/kernel/proc/job_control.h"
#include "sim/kernel/proc/signal_frame.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/usage.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;
using report::TaskState;

enum WaitOption : std::uint32_t {
    kWnohang = 1,
    kWuntraced = 2,  // WSTOPPED of waitid(2)
    kWexited = 4,
    kWcontinued = 8,
    kWnowait = 0x0100'0000,
    kWnothread = 0x2000'0000,  // children of other threads too are the process's here
    kWall = 0x4000'0000,
    kWclone = 0x8000'0000,
};
constexpr std::uint32_t kWait4Options = kWnohang | kWuntraced | kWcontinued | kWnothread | kWall | kWclone;
constexpr std::uint32_t kWaitidOptions = kWait4Options | kWexited | kWnowait;

// A change of a child that somebody waited for.
struct Change {
    Pid pid;
    int code = 0;    // CLD_…
    int status = 0;  // as wait(2) encodes it
    Uid uid;
    Usage usage;
};

// "__WCLONE: Wait for "clone" children only … one which delivers no signal, or a signal other than SIGCHLD".
bool meant(const Task& child, std::uint32_t options) {
    if ((options & kWall) != 0) return true;
    return (child.exit_signal != kSigchld) == ((options & kWclone) != 0);
}

Change change_of(const Kernel& kernel, const Task& child, int code, int status) {
    Usage usage = usage_of(kernel, child.pid);
    usage.add(child.children);
    return {child.pid, code, status, child.credentials.uid, usage};
}

// What there is to tell about this child; nothing is taken yet.
std::optional<Change> look_at(const Kernel& kernel, const Task& child, std::uint32_t options) {
    if (process_ended(child)) {
        if ((options & kWexited) == 0) return std::nullopt;
        const int code = status_exited(child.status) ? kCldExited : kCldKilled;
        return change_of(kernel, child, code, child.status);
    }
    if (child.stop_signal != 0 && (options & kWuntraced) != 0) {
        return change_of(kernel, child, kCldStopped, status_of_stop(child.stop_signal));
    }
    if (child.continued && (options & kWcontinued) != 0) {
        return change_of(kernel, child, kCldContinued, kStatusContinued);
    }
    return std::nullopt;
}

// It was told: it is not told again.
void take(Call& call, const Change& change) {
    if (change.code == kCldStopped) {
        call.kernel.tasks.write(change.pid).stop_signal = 0;
    } else if (change.code == kCldContinued) {
        call.kernel.tasks.write(change.pid).continued = false;
    } else {
        call.write_group().children.add(change.usage);
        ProcessContext context = call.processes();
        reap_task(context, change.pid, call.pid);
    }
}

// The next change of a child that `wanted` means. nullopt with `result` when there is none to give now.
std::optional<Change> wait_for(Call& call, std::int32_t wanted, std::uint32_t options, CallResult& result) {
    bool any = false;
    for (Pid pid : call.kernel.tasks.present()) {
        const Task& child = call.kernel.tasks[pid];
        if (!waits_for(child, call.task().tgid, wanted) || !meant(child, options)) continue;
        if (const auto change = look_at(call.kernel, child, options)) return change;
        any = true;
    }
    if (!any) {
        // "ECHILD The process specified by pid does not exist or is not a child of the calling process."
        result = call.refuse(Errno::echild, Rule::child_absent, {wanted});
    } else if ((options & kWnohang) != 0) {
        // "if WNOHANG was specified and one or more child(ren) … exist, but have not yet changed state, then 0 is
        // returned".
        result = 0;
    } else {
        result = call.sleep(WaitKind::child, static_cast<std::uint64_t>(wanted), Rule::wait_child, {wanted});
    }
    return std::nullopt;
}

// "0 meaning wait for any child process whose process group ID is equal to that of the calling process at the time of
// the call": the sleeper remembers which.
std::int32_t wanted_child(const Call& call) {
    if (call.again()) return static_cast<std::int32_t>(call.task().wait.object);
    return call.i32(0) == 0 ? -call.group().group.value : call.i32(0);
}

}  // namespace

CallResult sys_fork(Call& call) {
    ProcessContext context = call.processes();
    const Result<Pid> child = fork_task(context, call.pid, call.kernel.running.context);
    return child ? CallResult((*child).value) : CallResult(child.error());
}

CallResult sys_exit(Call& call) {
    ProcessContext context = call.processes();
    exit_thread(context, call.pid, {status_of_exit(call.i32(0)), 0, {}});
    return CallResult::gone();
}

CallResult sys_exit_group(Call& call) {
    ProcessContext context = call.processes();
    exit_task(context, call.pid, {status_of_exit(call.i32(0)), 0, {}});
    return CallResult::gone();
}

CallResult sys_wait4(Call& call) {
    // "EINVAL The options argument was invalid."
    if ((call.u32(2) & ~kWait4Options) != 0) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {3, call.u32(2)});
    }
    // -INT_MIN does not exist.
    if (call.i32(0) == std::numeric_limits<std::int32_t>::min()) {
        return call.refuse(Errno::esrch, Rule::process_unknown, {call.i32(0)});
    }
    CallResult result = 0;
    const auto change = wait_for(call, wanted_child(call), call.u32(2) | kWexited, result);
    if (!change) return result;
    take(call, *change);
    if (call.u64(1) != 0) {
        const Errno error = call.put(call.address(1), change->status);
        if (error != Errno::ok) return error;
    }
    if (call.u64(3) != 0) {
        const Errno error = put_usage(call, call.address(3), change->usage);
        if (error != Errno::ok) return error;
    }
    return change->pid.value;
}

namespace {

// waitid(2)'s idtype and id as wait4(2) says it. EINVAL.
Result<std::int32_t> child_of_id(Call& call) {
    enum : std::int32_t { kAll = 0, kPid = 1, kGroup = 2 };
    const std::int32_t id = call.i32(1);
    if (call.again()) return static_cast<std::int32_t>(call.task().wait.object);
    if (call.i32(0) == kAll) return -1;
    if (call.i32(0) == kPid && id > 0) return id;
    if (call.i32(0) == kGroup && id >= 0) return id == 0 ? -call.group().group.value : -id;
    return call.refuse(Errno::einval, Rule::argument_invalid, {1, call.i32(0)});
}

Errno put_child_info(Call& call, VirtAddr to, const Change& change) {
    if (to == VirtAddr{}) return Errno::ok;
    UserSigInfo user;  // "si_signo … always set to SIGCHLD"; all 0 when no child has changed
    if (change.pid != kNoPid) {
        SignalInfo info;
        info.signal = kSigchld;
        info.code = change.code;
        info.pid = change.pid;
        info.uid = change.uid;
        info.status = change.code == kCldKilled      ? change.status & 0x7f
                      : change.code == kCldContinued ? kSigcont
                                                     : change.status >> 8 & 0xff;
        user = to_user(info);
    }
    return call.put(to, user);
}

}  // namespace

CallResult sys_waitid(Call& call) {
    const std::uint32_t options = call.u32(3);
    // "EINVAL The options argument was invalid": at least one change must be asked for.
    if ((options & ~kWaitidOptions) != 0 || (options & (kWexited | kWuntraced | kWcontinued)) == 0) {
        return call.refuse(Errno::einval, Rule::argument_invalid, {4, options});
    }
    const Result<std::int32_t> wanted = child_of_id(call);
    if (!wanted) return wanted.error();
    CallResult result = 0;
    const auto change = wait_for(call, *wanted, options, result);
    const bool nothing = !change && result.kind == CallResult::Kind::returned && result.value == 0;
    if (!change && !nothing) return result;
    if (change && (options & kWnowait) == 0) take(call, *change);
    if (change && call.u64(4) != 0) {
        const Errno error = put_usage(call, call.address(4), change->usage);
        if (error != Errno::ok) return error;
    }
    return put_child_info(call, call.address(2), change.value_or(Change{}));
}

CallResult sys_getpid(Call& call) {
    return call.task().tgid.value;
}
CallResult sys_gettid(Call& call) {
    return call.pid.value;
}
CallResult sys_getppid(Call& call) {
    return call.group().ppid.value;
}

namespace {

// The process `pid` names, 0 the caller's; nullptr.
const Task* process_of(const Call& call, std::int32_t pid) {
    const Task* task = pid == 0 ? &call.group() : call.kernel.tasks.find(Pid{pid});
    return task == nullptr || task->state == TaskState::ended ? nullptr : &call.kernel.tasks[task->tgid];
}

CallResult no_such_process(const Call& call, std::int32_t pid) {
    return call.refuse(Errno::esrch, Rule::process_unknown, {pid});
}

CallResult set_group(Call& call, const Task& target, Pid group) {
    const Task& self = call.group();
    if (target.pid != self.pid) {
        // "ESRCH … pid is not the calling process and not a child of the calling process."
        if (target.ppid != self.pid) return no_such_process(call, target.pid.value);
        // "EPERM … to change the process group ID of one of the children … and the child was in a different session".
        if (target.session != self.session) return call.refuse(Errno::eperm, Rule::argument_invalid, {1, target.pid});
        // "EACCES … and the child had already performed an execve(2)".
        if (target.has_executed) return call.refuse(Errno::eacces, Rule::argument_invalid, {1, target.pid});
    }
    // "EPERM … or to change the process group ID of a session leader".
    if (target.session == target.pid) return call.refuse(Errno::eperm, Rule::argument_invalid, {1, target.pid});
    if (group != target.pid) {
        // "EPERM An attempt was made to move a process into a process group in a different session".
        const auto& tasks = call.kernel.tasks;
        const bool joins = std::any_of(tasks.present().begin(), tasks.present().end(), [&](Pid pid) {
            return tasks[pid].leader() && tasks[pid].group == group && tasks[pid].session == self.session;
        });
        if (!joins) return call.refuse(Errno::eperm, Rule::argument_invalid, {2, group});
    }
    call.kernel.tasks.write(target.pid).group = group;
    return 0;
}

}  // namespace

CallResult sys_setpgid(Call& call) {
    const std::int32_t pid = call.i32(0) == 0 ? call.task().tgid.value : call.i32(0);
    const std::int32_t group = call.i32(1) == 0 ? pid : call.i32(1);
    // "EINVAL pgid is less than 0."
    if (group < 0) return call.refuse(Errno::einval, Rule::argument_invalid, {2, group});
    const Task* target = process_of(call, pid);
    if (target == nullptr) return no_such_process(call, pid);
    if (target->pid.value != pid) return call.refuse(Errno::einval, Rule::argument_invalid, {1, pid});
    return set_group(call, *target, Pid{group});
}

CallResult sys_getpgid(Call& call) {
    const Task* task = process_of(call, call.i32(0));
    return task == nullptr ? no_such_process(call, call.i32(0)) : CallResult(task->group.value);
}

CallResult sys_getpgrp(Call& call) {
    return call.group().group.value;
}

CallResult sys_getsid(Call& call) {
    const Task* task = process_of(call, call.i32(0));
    return task == nullptr ? no_such_process(call, call.i32(0)) : CallResult(task->session.value);
}

CallResult sys_setsid(Call& call) {
    // "EPERM The process group ID of any process equals the PID of the calling process."
    const Pid process = call.task().tgid;
    if (group_exists(call.kernel.tasks, process))
        return call.refuse(Errno::eperm, Rule::argument_invalid, {0, process});
    Task& leader = call.write_group();
    leader.group = leader.session = process;
    return process.value;
}

// The machine decides who goes next after each step anyway.
CallResult sys_sched_yield(Call&) {
    return 0;
}

}  // namespace sim::kernel
