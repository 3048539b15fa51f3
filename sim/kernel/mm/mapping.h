// Mapping, unmapping and protecting ranges of an address space; the heap's end.
//
// Addresses and lengths are page-aligned here and ranges lie below kUserTop: the system call checks, and rounds.
// Adjacent areas that differ in nothing become one, as on Linux; shm areas never do.
//
// Known inaccuracies: mprotect(2) of a range with a hole changes nothing; Linux protects what precedes the hole.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/errno.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// Opens an area as described (start, end and backing already chosen: see AddressSpace::find_gap, range_free). What
// lies in the range is unmapped first when `replace`; else EINVAL when it is not free. ENOMEM beyond kMaxAreas.
// Returns what was opened and closed, in order.
Result<std::vector<AreaChange>> map_area(MemoryContext& context, MmId mm, const Area& area, bool replace = false);

// Unmaps [start, start + bytes), splitting areas at the edges. Returns what was opened (by splitting) and closed.
// ENOMEM when a split would exceed kMaxAreas; nothing is changed then.
Result<std::vector<AreaChange>> unmap(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes);

// mprotect(2): gives [start, start + bytes) new permissions (`shared` of `perms` is ignored). ENOMEM when part of the
// range is not mapped, EACCES to write where may_write is false. Returns what was opened by splitting.
Result<std::vector<AreaChange>> protect(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes,
                                        report::Perms perms);

// brk(2): moves the end of the heap and returns it; the old end when refused (below the start, would meet the next
// area, or more pages than the machine has frames).
VirtAddr set_brk(MemoryContext& context, MmId mm, VirtAddr end);

}  // namespace sim::kernel
