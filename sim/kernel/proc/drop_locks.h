// Locks end with what owns them; who waits for them is woken.
#pragma once

#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

// A process closed a descriptor of the file: "any" such closing gives up all its record locks of it (fcntl_locking(2)).
void drop_process_locks(ProcessContext& context, Pid process, InodeId inode);
// The last descriptor of an open file is closed.
void drop_open_file_locks(ProcessContext& context, FileId file, InodeId inode);

}  // namespace sim::kernel
