// Processes: fork, exit, wait4, and who am I.
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::Rule;
using report::TaskState;

constexpr std::uint32_t kWnohang = 1;
// WNOHANG, WUNTRACED, WEXITED, WCONTINUED, __WNOTHREAD, __WALL, __WCLONE: what wait4(2) accepts.
constexpr std::uint32_t kWaitOptions = 0xe000'000b;

// pid 0 and -1 mean any child: every process of a run is in one group.
std::int32_t wanted_child(const Call& call) {
    return call.i32(0) == 0 ? -1 : call.i32(0);
}

CallResult collect(Call& call, Pid zombie) {
    const int status = call.kernel.tasks[zombie].status;
    ProcessContext context = call.processes();
    reap_task(context, zombie, call.pid);
    if (call.u64(1) == 0) return zombie.value;
    const Errno error = call.put(call.address(1), status);
    return error != Errno::ok ? CallResult(error) : CallResult(zombie.value);
}

}  // namespace

CallResult sys_fork(Call& call) {
    ProcessContext context = call.processes();
    const Result<Pid> child = fork_task(context, call.pid, call.kernel.running.context);
    return child ? CallResult((*child).value) : CallResult(child.error());
}

CallResult sys_exit(Call& call) {
    ProcessContext context = call.processes();
    exit_task(context, call.pid, {status_of_exit(call.i32(0)), 0, {}});
    return CallResult::gone();
}

CallResult sys_wait4(Call& call) {
    const std::int32_t wanted = wanted_child(call);
    // "EINVAL The options argument was invalid."
    if ((call.u32(2) & ~kWaitOptions) != 0) return call.refuse(Errno::einval, Rule::argument_invalid, {3, call.u32(2)});
    bool any = false;
    for (Pid pid : call.kernel.tasks.present()) {
        const Task& child = call.kernel.tasks[pid];
        if (!waits_for(child, call.pid, wanted)) continue;
        if (child.state == TaskState::zombie) return collect(call, pid);
        any = true;
    }
    // "ECHILD The process specified by pid does not exist or is not a child of the calling process."
    if (!any) return call.refuse(Errno::echild, Rule::child_absent, {wanted});
    // "if WNOHANG was specified and one or more child(ren) … exist, but have not yet changed state, then 0 is
    // returned".
    if ((call.u32(2) & kWnohang) != 0) return 0;
    return call.sleep(WaitKind::child, static_cast<std::uint64_t>(wanted), Rule::wait_child, {wanted});
}

CallResult sys_getpid(Call& call) {
    return call.pid.value;
}
CallResult sys_getppid(Call& call) {
    return call.task().ppid.value;
}
CallResult sys_getuid(Call& call) {
    return call.task().credentials.uid.value;
}
CallResult sys_getgid(Call& call) {
    return call.task().credentials.gid.value;
}
CallResult sys_geteuid(Call& call) {
    return call.task().credentials.euid.value;
}
CallResult sys_getegid(Call& call) {
    return call.task().credentials.egid.value;
}

// The machine decides who goes next after each step anyway.
CallResult sys_sched_yield(Call&) {
    return 0;
}

}  // namespace sim::kernel
