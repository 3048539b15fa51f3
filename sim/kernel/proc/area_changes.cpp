#include "sim/kernel/proc/area_changes.h"

#include "sim/kernel/proc/ipc_membership.h"

namespace sim::kernel {

void tell_area_changes(ProcessContext& context, Pid pid, const std::vector<AreaChange>& changes) {
    MemoryContext memory = context.memory;
    memory.pid = pid;
    const Task& task = context.tasks[pid];
    context.ipc.apply(memory, {task.tgid, task.credentials, context.now, pid}, changes);
    context.tree.apply(memory, changes);
    end_unused_ipc(context);
}

void tell_inherited_areas(ProcessContext& context, Pid parent, MmId child) {
    std::vector<AreaChange> opened;
    for (const Area& area : context.memory.memory.spaces[child].areas) opened.push_back({true, area});
    tell_area_changes(context, parent, opened);
}

}  // namespace sim::kernel
