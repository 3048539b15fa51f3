// Giving up descriptors and the open files they name.
#pragma once

#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

// One descriptor fewer names `file`; the last one closes it: what stood behind it is told, sleepers are woken.
void release_file(ProcessContext& context, FileId file);

// Closes the open descriptor `fd` of the process `process` (its leader's pid).
void close_descriptor(ProcessContext& context, Pid process, int fd);

}  // namespace sim::kernel
