// madvise(2). Advice on reading ahead, huge pages, merging and dumps is remembered and changes nothing; MADV_FREE keeps
// the pages, as Linux does while memory lasts.
#include "sim/kernel/mm/area_flags.h"
#include "sim/kernel/mm/page_table.h"
#include "sim/kernel/mm/reclaim.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/memory_call.h"

namespace sim::kernel {
namespace {

using report::Rule;

// <asm-generic/mman-common.h>
enum Behaviour : std::int32_t {
    kNormal = 0,
    kRandom = 1,
    kSequential = 2,
    kWillneed = 3,
    kDontneed = 4,
    kFree = 8,
    kRemove = 9,
    kDontfork = 10,
    kDofork = 11,
    kMergeable = 12,
    kUnmergeable = 13,
    kHugepage = 14,
    kNohugepage = 15,
    kDontdump = 16,
    kDodump = 17,
    kWipeonfork = 18,
    kKeeponfork = 19,
    kCold = 20,
    kPageout = 21,
    kPopulateRead = 22,
    kPopulateWrite = 23,
    kDontneedLocked = 24,
};

std::optional<Advice> remembered(std::int32_t behaviour) {
    switch (behaviour) {
        case kNormal: return Advice::normal;
        case kRandom: return Advice::random;
        case kSequential: return Advice::sequential;
        case kDontfork: return Advice::dont_fork;
        case kDofork: return Advice::do_fork;
        case kMergeable: return Advice::mergeable;
        case kUnmergeable: return Advice::unmergeable;
        case kHugepage: return Advice::huge;
        case kNohugepage: return Advice::no_huge;
        case kDontdump: return Advice::dont_dump;
        case kDodump: return Advice::do_dump;
        case kWipeonfork: return Advice::wipe_on_fork;
        case kKeeponfork: return Advice::keep_on_fork;
        default: return std::nullopt;
    }
}

bool known(std::int32_t behaviour) {
    return (behaviour >= kNormal && behaviour <= kDontneed) || (behaviour >= kFree && behaviour <= kDontneedLocked);
}

// "MADV_REMOVE … Free up a given range of pages and its associated backing store."
Errno remove(Call& call, const Piece& piece) {
    // "EINVAL … MADV_REMOVE … and the specified address range … is locked", or has no file.
    if (piece.area.flags.locked || piece.area.object == kNoObject) return refuse_argument(call, Errno::einval, 3);
    // "EACCES advice is MADV_REMOVE, but the specified address range is not a shared writable mapping."
    if (!piece.area.perms.shared || !piece.area.may_write) return refuse_argument(call, Errno::eacces, 3);
    punch_hole(call.memory, piece.area.object, piece.area.page_index(piece.start), piece.bytes() >> kPageShift);
    return Errno::ok;
}

Errno apply(Call& call, std::int32_t behaviour, const Piece& piece) {
    // "EINVAL … MADV_DONTNEED … and the specified address range includes locked, Huge TLB pages, or VM_PFNMAP pages";
    // MADV_COLD and MADV_PAGEOUT likewise.
    const bool spares_locked = behaviour == kDontneed || behaviour == kCold || behaviour == kPageout;
    if (spares_locked && piece.area.flags.locked) return refuse_argument(call, Errno::einval, 3);
    switch (behaviour) {
        case kDontneed:
        case kDontneedLocked: clear_entries(call.memory, call.mm(), piece.start, piece.end); break;
        case kPageout: page_out(call.memory, call.mm(), piece.start, piece.end); break;
        case kRemove: return remove(call, piece);
        // "MADV_FREE … can be applied only to private anonymous pages".
        case kFree:
            if (piece.area.object != kNoObject || piece.area.perms.shared)
                return refuse_argument(call, Errno::einval, 3);
            break;
        default: break;
    }
    return Errno::ok;
}

// "MADV_POPULATE_READ … Populate (prefault) page tables readable": errors are the access's own.
Errno fault_in(Call& call, VirtAddr start, VirtAddr end, Touch touch) {
    return for_each_piece(call, start, end, [&](const Piece& piece) {
        const report::Perms& perms = piece.area.perms;
        const bool allowed = touch == Touch::write ? perms.write : perms.read || perms.write;
        // "EINVAL … MADV_POPULATE_READ or MADV_POPULATE_WRITE, and … insufficient permissions".
        if (!allowed) return refuse_argument(call, Errno::einval, 3);
        return bring_in(call, piece.start, piece.end, touch);
    });
}

}  // namespace

CallResult sys_madvise(Call& call) {
    const VirtAddr start = call.address(0);
    const std::int32_t behaviour = call.i32(2);
    // "EINVAL advice is not a valid.", "EINVAL addr is not page-aligned or length is negative."
    if (!known(behaviour)) return refuse_argument(call, Errno::einval, 3);
    if (!start.page_aligned()) return refuse_argument(call, Errno::einval, 1);
    if (call.u64(1) > ~kPageMask) return refuse_argument(call, Errno::einval, 2);
    const VirtAddr end = start + page_round_up(call.u64(1));
    if (end < start) return refuse_argument(call, Errno::einval, 2);
    if (behaviour == kPopulateRead) return fault_in(call, start, end, Touch::read);
    if (behaviour == kPopulateWrite) return fault_in(call, start, end, Touch::write);
    if (const std::optional<Advice> advice = remembered(behaviour)) {
        const AreaOutcome outcome = advise(call.memory, call.mm(), start, end - start, *advice);
        tell(call, outcome.changes);
        return outcome.error;
    }
    // "ENOMEM Addresses in the specified range are not currently mapped": the mapped ones are dealt with all the same.
    return for_each_piece(call, start, end, [&](const Piece& piece) { return apply(call, behaviour, piece); });
}

}  // namespace sim::kernel
