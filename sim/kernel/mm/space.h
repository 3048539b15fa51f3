// Whole address spaces: copied by fork(2), shared by threads, ended by exit(2).
#pragma once

#include <vector>

#include "sim/base/errno.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// A copy of `parent` for `child`. Private pages are shared write-protected until one side writes; entries of shared
// mappings are not copied, the child faults them in. Areas with MADV_DONTFORK are left out, locks are not inherited.
// ENOMEM when frames run out or memory cannot be promised (nothing is left behind). Every area of the child counts as
// opened: `spaces[child].areas` tells ipc and the file tree which.
Result<MmId> fork_space(MemoryContext& context, MmId parent, Pid child);

// One more task uses the address space.
void share_space(MemoryContext& context, MmId mm);
// A task leaves its address space. The last one ends it: entries cleared, private frames and tables freed, TLBs
// flushed. Returns the areas closed: none while others use the space.
std::vector<AreaChange> release_space(MemoryContext& context, MmId mm);

}  // namespace sim::kernel
