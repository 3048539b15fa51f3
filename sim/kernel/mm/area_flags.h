// What areas may do and how they are treated: mprotect(2), mlock(2), the lasting advice of madvise(2).
//
// Each works area by area, as Linux does: at a failure what precedes it has been done, so an outcome has changes
// besides its error. Addresses and lengths are page-aligned here, and ranges lie below kUserTop.
#pragma once

#include <cstdint>

#include "sim/kernel/mm/area_list.h"

namespace sim::kernel {

struct AreaOutcome {
    Errno error = Errno::ok;
    AreaChanges changes;  // what was opened by splitting, closed by merging

    bool ok() const { return error == Errno::ok; }
};

// mprotect(2): gives [start, start + bytes) new permissions (`shared` of `perms` is ignored). ENOMEM at the first page
// that is not mapped or whose memory cannot be promised, EACCES at the first area that may not be written.
AreaOutcome protect(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes, report::Perms perms);

// mlock(2), munlock(2) but for the limits: ENOMEM at the first page that is not mapped. Brings no page in.
AreaOutcome set_locked(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes, bool locked);
// mlockall(2), munlockall(2) for all areas there are.
AreaChanges set_all_locked(MemoryContext& context, MmId mm, bool locked);

// madvise(2) that is remembered: DONTFORK, DOFORK, WIPEONFORK, RANDOM …
enum class Advice : std::uint8_t {
    normal,
    random,
    sequential,
    dont_fork,
    do_fork,
    mergeable,
    unmergeable,
    huge,
    no_huge,
    dont_dump,
    do_dump,
    wipe_on_fork,
    keep_on_fork,
};
// Holes are passed over and give ENOMEM in the end. EINVAL for wipe_on_fork of anything but private anonymous memory.
AreaOutcome advise(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes, Advice advice);

}  // namespace sim::kernel
