// Mapping and unmapping ranges of an address space.
//
// Addresses and lengths are page-aligned here and ranges lie below kUserTop: the system call checks, and rounds.
// Adjacent areas that differ in nothing become one, as on Linux; shm areas never do.
#pragma once

#include <cstdint>

#include "sim/kernel/mm/area_list.h"

namespace sim::kernel {

// Whether `pages` more pages may be mapped: ENOMEM beyond kMaxAreas or RLIMIT_AS; EAGAIN when all of them would be
// locked (mlockall(MCL_FUTURE), or `locked`) and RLIMIT_MEMLOCK forbids.
Errno check_new_area(const MemoryContext& context, MmId mm, std::uint64_t pages, bool locked = false);
// EAGAIN alone of those.
Errno check_locked_pages(const MemoryContext& context, MmId mm, std::uint64_t pages, bool locked);

// Opens an area as described (start, end and backing already chosen: see AddressSpace::find_gap, range_free). What
// lies in the range is unmapped first when `replace`; else EINVAL when it is not free. ENOMEM beyond kMaxAreas or
// RLIMIT_AS, or when its memory cannot be promised; nothing is changed then. Its memory is promised here, unless
// `area.flags.account` says that it was.
// Returns what was opened and closed, in order.
Result<AreaChanges> map_area(MemoryContext& context, MmId mm, const Area& area, bool replace = false);

// Unmaps [start, start + bytes), splitting areas at the edges. Returns what was opened (by splitting) and closed.
// ENOMEM when a split would exceed kMaxAreas; nothing is changed then.
Result<AreaChanges> unmap(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes);

}  // namespace sim::kernel
