// Whole address spaces: copied by fork(2), ended by exit(2).
#pragma once

#include <vector>

#include "sim/base/errno.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// A copy of `parent` for `child`. Private pages are shared write-protected until one side writes; entries of shared
// mappings are not copied, the child faults them in. ENOMEM when frames run out (nothing is left behind).
// Every shm area of the child counts as opened: `spaces[child].areas` tells ipc which.
Result<MmId> fork_space(MemoryContext& context, MmId parent, Pid child);

// Ends an address space: entries cleared, private frames and tables freed, TLBs flushed. Returns the areas closed.
std::vector<AreaChange> destroy_space(MemoryContext& context, MmId mm);

}  // namespace sim::kernel
