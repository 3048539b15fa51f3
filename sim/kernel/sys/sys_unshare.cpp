// unshare(2): of the namespaces that of System V IPC; besides, what a process does not share with another anyway.
#include "sim/kernel/proc/ipc_membership.h"
#include "sim/kernel/sys/clone_flags.h"
#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::Rule;

constexpr std::uint64_t kLinuxHas = kThread | kSharedByThreads | kVm | kSysvsem | kNewipc | kOtherNamespaces;

// check_unshare_flags() of Linux.
Errno check_flags(Call& call, std::uint64_t flags) {
    const bool unknown = (flags & ~kLinuxHas) != 0;
    // "EINVAL CLONE_THREAD, CLONE_SIGHAND, or CLONE_VM was specified in flags, and the caller is multithreaded."
    const bool threads = (flags & (kThread | kSighand | kVm)) != 0 && call.group().threads > 1;
    const bool memory = (flags & kVm) != 0 && call.kernel.memory.spaces[call.mm()].users > 1;
    if (unknown || threads || memory) return call.refuse(Errno::einval, Rule::argument_invalid, {1, flags});
    const bool parts_threads = (flags & (kFs | kFiles)) != 0 && call.group().threads > 1;
    if (parts_threads || (flags & kNewuser) != 0) return call.unsupported(flags);
    if ((flags & kOtherNamespaces) == 0) return Errno::ok;
    // Who may not make them is told so, as on Linux.
    const bool may = call.task().credentials.has(Capability::sys_admin);
    return may ? call.unsupported(flags) : call.refuse(Errno::eperm, Rule::capability_missing, {Capability::sys_admin});
}

}  // namespace

CallResult sys_unshare(Call& call) {
    const std::uint64_t flags = call.u64(0);
    if (const Errno error = check_flags(call, flags); error != Errno::ok) return error;
    ProcessContext context = call.processes();
    IpcNsId next = call.task().ipc_ns;
    if ((flags & kNewipc) != 0) {
        const Result<IpcNsId> made = make_ipc_namespace(context, call.pid);
        if (!made) return made.error();
        next = *made;
    }
    // "CLONE_NEWIPC … also has the effect of CLONE_SYSVSEM": adjustments are done as at the thread's end.
    if ((flags & kNewipc) != 0) {
        leave_ipc(context, call.pid, next);
    } else if ((flags & kSysvsem) != 0) {
        undo_semaphores(context, call.pid);
    }
    return 0;
}

}  // namespace sim::kernel
