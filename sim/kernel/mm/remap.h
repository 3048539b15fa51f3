// mremap(2): an area grows, shrinks or moves with its pages.
//
// Known inaccuracies: one call changes one area; Linux 6.17 and later also move several at once.
#pragma once

#include "sim/kernel/mm/area_list.h"

namespace sim::kernel {

// Lengths are page-aligned; the system call has checked what can be checked without looking at areas.
struct RemapRequest {
    VirtAddr address;
    std::uint64_t old_bytes = 0;  // 0: a shared mapping is duplicated
    std::uint64_t new_bytes = 0;
    bool may_move = false;
    bool dont_unmap = false;  // the old range stays, empty
    bool fixed = false;       // to `target`, in place of what lies there
    VirtAddr target;
};

struct Remapped {
    VirtAddr address;
    AreaChanges changes;  // what was opened and closed, in order; also of a request that failed
    Errno error = Errno::ok;
};

Remapped remap(MemoryContext& context, MmId mm, const RemapRequest& request);

}  // namespace sim::kernel
