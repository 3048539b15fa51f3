// The end of the heap.
#pragma once

#include "sim/kernel/mm/area_list.h"

namespace sim::kernel {

// brk(2): moves the end of the heap and returns it; the old end when refused (below the start, would meet the next
// area, beyond a limit, or its memory cannot be promised). What was opened and closed is added to `changes`.
VirtAddr set_brk(MemoryContext& context, MmId mm, VirtAddr end, AreaChanges& changes);

}  // namespace sim::kernel
