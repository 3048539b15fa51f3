// Touching pages on behalf of a process: MAP_POPULATE, mlock(2), MADV_POPULATE_READ.
#pragma once

#include "sim/base/errno.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// How a page is touched: as the area would have it (private writable pages are written), or by one access.
enum class Touch : std::uint8_t { as_area, read, write };

// Brings in every page of [start, end), up to the first that cannot be: ENOMEM not mapped, or no access at all allowed;
// EAGAIN no frame left; EFAULT past the end of the object (SIGBUS, were it an access).
Errno populate(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, Touch touch = Touch::as_area);
// The same for an area that is locked, as far as it goes; nothing for others.
void populate_locked(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end);

}  // namespace sim::kernel
