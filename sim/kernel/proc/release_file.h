// What a process holds of the file system: descriptors, the open files they name, a working directory.
#pragma once

#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

// One descriptor fewer names `file`; the last one closes it: what stood behind it is told, sleepers are woken.
void release_file(ProcessContext& context, FileId file);

// Closes the open descriptor `fd` of the process `process` (its leader's pid).
void close_descriptor(ProcessContext& context, Pid process, int fd);
// Those that have the close-on-exec flag.
void close_on_exec(ProcessContext& context, Pid process);

// A child of fork(2), not in the table yet, has its parent's descriptors and working directory too.
void share_files(ProcessContext& context, const Task& child);
// A process gives up all of them.
void leave_files(ProcessContext& context, Pid process);

}  // namespace sim::kernel
