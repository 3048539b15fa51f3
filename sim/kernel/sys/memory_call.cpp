#include "sim/kernel/sys/memory_call.h"

#include "sim/kernel/proc/area_changes.h"

namespace sim::kernel {

Errno refuse_argument(const Call& call, Errno error, int argument) {
    return call.refuse(error, report::Rule::argument_invalid, {argument, call.u64(argument - 1)});
}

void tell(Call& call, const AreaChanges& changes) {
    ProcessContext context = call.processes();
    tell_area_changes(context, call.pid, changes);
}

Errno bring_in(Call& call, VirtAddr start, VirtAddr end, Touch touch) {
    for (;;) {
        const Errno error = populate(call.memory, call.mm(), start, end, touch);
        if (error != Errno::eagain) return error;
        ProcessContext context = call.processes();
        if (!kill_for_memory(context) || !call.alive()) return Errno::efault;
    }
}

bool may_lock(const Call& call) {
    return call.memory.limits.lock_any || call.memory.limits.memlock > 0;
}

}  // namespace sim::kernel
