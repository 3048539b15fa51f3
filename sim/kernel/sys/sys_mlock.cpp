// Memory that is not swapped out: mlock, mlock2, munlock, mlockall, munlockall.
#include "sim/kernel/mm/area_flags.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/memory_call.h"

namespace sim::kernel {
namespace {

using report::Limit;
using report::Rule;

constexpr std::uint32_t kMlockOnFault = 1;
constexpr std::uint32_t kMclCurrent = 1, kMclFuture = 2, kMclOnFault = 4;

// The whole pages that hold [address, address + length): "mlock() … Memory locking … is performed in units of whole
// pages".
struct Range {
    VirtAddr start;
    std::uint64_t bytes = 0;
};
Range whole_pages(const Call& call) {
    return {call.address(0).page(), page_round_up(call.u64(1) + call.address(0).offset())};
}

// Pages of the range that are locked already.
std::uint64_t locked_pages(const AddressSpace& space, const Range& range) {
    std::uint64_t pages = 0;
    for (const Area& area : space.areas) {
        const VirtAddr first = std::max(area.start, range.start);
        const VirtAddr last = std::min(area.end, range.start + range.bytes);
        if (area.flags.locked && first < last) pages += (last - first) >> kPageShift;
    }
    return pages;
}

// "EPERM The caller is not privileged, but needs privilege (CAP_IPC_LOCK) to perform the requested operation":
// RLIMIT_MEMLOCK is 0.
Errno check_privilege(Call& call) {
    return may_lock(call) ? Errno::ok : call.refuse(Errno::eperm, Rule::limit_exceeded, {Limit::locked_pages, 1, 0});
}

// "ENOMEM (Linux 2.6.9 and later) the caller had a nonzero RLIMIT_MEMLOCK soft resource limit, but tried to lock more
// memory than the limit permitted."
Errno check_limit(Call& call, std::uint64_t pages) {
    const std::uint64_t allowed = call.memory.limits.memlock >> kPageShift;
    if (call.memory.limits.lock_any || pages <= allowed) return Errno::ok;
    return call.refuse(Errno::enomem, Rule::limit_exceeded, {Limit::locked_pages, pages, allowed});
}

CallResult lock(Call& call, bool populates) {
    Errno error = check_privilege(call);
    if (error != Errno::ok) return error;
    const Range range = whole_pages(call);
    const AddressSpace& space = call.kernel.memory.spaces[call.mm()];
    const std::uint64_t pages = (range.bytes >> kPageShift) + space.locked_pages() - locked_pages(space, range);
    error = check_limit(call, pages);
    if (error != Errno::ok) return error;
    // "EINVAL (mlock(), mlock2(), and munlock()) The result of the addition addr+len was less than addr".
    if (range.start.value + range.bytes < range.start.value) return refuse_argument(call, Errno::einval, 2);
    const AreaOutcome outcome = set_locked(call.memory, call.mm(), range.start, range.bytes, true);
    tell(call, outcome.changes);
    if (!outcome.ok() || !populates) return outcome.error;
    // __mlock_posix_error_return(): what cannot be brought in is "ENOMEM Some of the specified address range does not
    // correspond to mapped pages in the address space of the process."
    error = bring_in(call, range.start, range.start + range.bytes);
    return error == Errno::efault ? Errno::enomem : error;
}

}  // namespace

CallResult sys_mlock(Call& call) {
    return lock(call, true);
}

CallResult sys_mlock2(Call& call) {
    // "EINVAL (mlock2() only) Unknown flags were specified."
    if ((call.u32(2) & ~kMlockOnFault) != 0) return refuse_argument(call, Errno::einval, 3);
    return lock(call, call.u32(2) == 0);
}

CallResult sys_munlock(Call& call) {
    const Range range = whole_pages(call);
    if (range.start.value + range.bytes < range.start.value) return refuse_argument(call, Errno::einval, 2);
    const AreaOutcome outcome = set_locked(call.memory, call.mm(), range.start, range.bytes, false);
    tell(call, outcome.changes);
    return outcome.error;
}

CallResult sys_mlockall(Call& call) {
    const std::uint32_t flags = call.u32(0);
    // "EINVAL (mlockall() only) Unknown flags were specified or MCL_ONFAULT was specified without either MCL_FUTURE or
    // MCL_CURRENT."
    const bool unknown = (flags & ~(kMclCurrent | kMclFuture | kMclOnFault)) != 0;
    if (flags == 0 || unknown || flags == kMclOnFault) return refuse_argument(call, Errno::einval, 1);
    Errno error = check_privilege(call);
    const bool current = (flags & kMclCurrent) != 0;
    if (error == Errno::ok && current) error = check_limit(call, call.kernel.memory.spaces[call.mm()].total_pages());
    if (error != Errno::ok) return error;
    AddressSpace& space = call.kernel.memory.spaces.write(call.mm());
    space.lock_future = (flags & kMclFuture) != 0;
    space.lock_on_fault = space.lock_future && (flags & kMclOnFault) != 0;
    if (!current) return 0;
    tell(call, set_all_locked(call.memory, call.mm(), true));
    if ((flags & kMclOnFault) != 0) return 0;
    const std::vector<Area> areas = call.kernel.memory.spaces[call.mm()].areas;
    for (const Area& area : areas) {
        if (call.alive()) bring_in(call, area.start, area.end);  // whether it works is not told
    }
    return 0;
}

CallResult sys_munlockall(Call& call) {
    AddressSpace& space = call.kernel.memory.spaces.write(call.mm());
    space.lock_future = space.lock_on_fault = false;
    tell(call, set_all_locked(call.memory, call.mm(), false));
    return 0;
}

}  // namespace sim::kernel
