// Stopping and resuming processes, process groups and sessions, and what a parent is told.
#pragma once

#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

// All threads stop; a sleeping call is taken up again, or fails, when they go on.
void stop_process(ProcessContext& context, Pid process, int signal);
// They go on, if they were stopped.
void continue_process(ProcessContext& context, Pid process);

// SIGCHLD, or what clone(2) said, to the parent of `process`, and whoever of its threads sleeps in wait4(2) looks
// again. `code` is CLD_EXITED … CLD_CONTINUED.
void notify_parent(ProcessContext& context, Pid process, int code, int status);

// Whether a process group has no member with a parent in another group of its session: nobody there could resume it.
bool orphaned(const TaskTable& tasks, Pid group);
// Whether some process belongs to the group.
bool group_exists(const TaskTable& tasks, Pid group);

}  // namespace sim::kernel
