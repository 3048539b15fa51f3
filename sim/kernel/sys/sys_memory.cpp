// Ranges of the caller's address space: brk, munmap, mprotect, msync, mincore.
#include "sim/kernel/mm/area_flags.h"
#include "sim/kernel/mm/heap.h"
#include "sim/kernel/mm/mapping.h"
#include "sim/kernel/mm/observe.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/memory_call.h"

namespace sim::kernel {
namespace {

using report::Rule;

constexpr std::uint64_t kProtSem = 8;
constexpr std::uint32_t kMsAsync = 1, kMsInvalidate = 2, kMsSync = 4;

}  // namespace

CallResult sys_brk(Call& call) {
    AreaChanges changes;
    const VirtAddr end = set_brk(call.memory, call.mm(), call.address(0), changes);
    tell(call, changes);
    return static_cast<std::int64_t>(end.value);
}

CallResult sys_munmap(Call& call) {
    const VirtAddr start = call.address(0);
    const std::uint64_t length = call.u64(1);
    // "EINVAL We don't like addr, length, or offset (e.g., they are too large, or not aligned on a page boundary)",
    // "EINVAL (since Linux 2.6.12) length was 0".
    if (!start.page_aligned()) return refuse_argument(call, Errno::einval, 1);
    if (length == 0 || length > kUserTop || !inside_user_space(start, page_round_up(length))) {
        return refuse_argument(call, Errno::einval, 2);
    }
    const Result<AreaChanges> changes = unmap(call.memory, call.mm(), start, page_round_up(length));
    if (!changes) return changes.error();
    tell(call, *changes);
    return 0;
}

CallResult sys_mprotect(Call& call) {
    const VirtAddr start = call.address(0);
    const std::uint64_t length = call.u64(1);
    const std::uint64_t protection = call.u64(2);
    // "EINVAL addr is not a valid pointer, or not a multiple of the system page size."
    if (!start.page_aligned()) return refuse_argument(call, Errno::einval, 1);
    if (length == 0) return 0;
    // "ENOMEM Addresses in the range [addr, addr+len-1] are invalid for the address space of the process": a range that
    // wraps is refused before the protection is looked at.
    if (length > ~kPageMask || start.value + page_round_up(length) <= start.value) {
        return refuse_argument(call, Errno::enomem, 2);
    }
    // "EINVAL … prot": bits that are none of PROT_READ, PROT_WRITE, PROT_EXEC, PROT_SEM.
    if ((protection & ~(kProtRead | kProtWrite | kProtExec | kProtSem)) != 0) {
        return refuse_argument(call, Errno::einval, 3);
    }
    const std::uint64_t bytes = page_round_up(length);
    const AreaOutcome outcome = protect(call.memory, call.mm(), start, bytes, perms_of(protection, false));
    tell(call, outcome.changes);
    return outcome.error;
}

CallResult sys_msync(Call& call) {
    const VirtAddr start = call.address(0);
    const std::uint32_t flags = call.u32(2);
    // "EINVAL addr is not a multiple of PAGESIZE; or any bit other than MS_ASYNC | MS_INVALIDATE | MS_SYNC is set in
    // flags; or both MS_SYNC and MS_ASYNC are set in flags."
    const bool both = (flags & kMsAsync) != 0 && (flags & kMsSync) != 0;
    if ((flags & ~(kMsAsync | kMsInvalidate | kMsSync)) != 0 || both) return refuse_argument(call, Errno::einval, 3);
    if (!start.page_aligned()) return refuse_argument(call, Errno::einval, 1);
    if (call.u64(1) > ~kPageMask) return refuse_argument(call, Errno::enomem, 2);
    const VirtAddr end = start + page_round_up(call.u64(1));
    if (end < start) return refuse_argument(call, Errno::enomem, 2);
    // Files are memory here: there is nothing to write back. "ENOMEM The indicated memory (or part of it) was not
    // mapped."
    return for_each_piece(call, start, end, [&](const Piece& piece) {
        // "EBUSY MS_INVALIDATE was specified in flags, and a memory lock exists for the specified address range."
        const bool busy = (flags & kMsInvalidate) != 0 && piece.area.flags.locked;
        return busy ? call.refuse(Errno::ebusy, Rule::argument_invalid, {3, flags}) : Errno::ok;
    });
}

CallResult sys_mincore(Call& call) {
    const VirtAddr start = call.address(0);
    // "EINVAL addr is not a multiple of the page size."
    if (!start.page_aligned()) return refuse_argument(call, Errno::einval, 1);
    // "ENOMEM length is greater than (TASK_SIZE - addr)."
    if (call.u64(1) > kUserTop || !inside_user_space(start, call.u64(1)))
        return refuse_argument(call, Errno::enomem, 2);
    const VirtAddr end = start + page_round_up(call.u64(1));
    // "EFAULT vec points to an invalid address."
    if (!inside_user_space(call.address(2), (end - start) >> kPageShift))
        return refuse_argument(call, Errno::efault, 3);
    return for_each_piece(call, start, end, [&](const Piece& piece) {
        const AddressSpace& space = call.kernel.memory.spaces[call.mm()];
        const auto vector =
            residency(call.memory.hardware, call.kernel.memory, space, piece.area, piece.start, piece.end);
        return call.copy_out(call.address(2) + ((piece.start - start) >> kPageShift), vector);
    });
}

}  // namespace sim::kernel
