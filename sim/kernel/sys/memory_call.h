// What the calls on memory have in common.
#pragma once

#include "sim/kernel/mm/area_list.h"
#include "sim/kernel/mm/populate.h"
#include "sim/kernel/sys/call.h"

namespace sim::kernel {

// PROT_READ, PROT_WRITE, PROT_EXEC of <sys/mman.h>.
inline constexpr std::uint64_t kProtRead = 1, kProtWrite = 2, kProtExec = 4;
constexpr report::Perms perms_of(std::uint64_t protection, bool shared) {
    return {(protection & kProtRead) != 0, (protection & kProtWrite) != 0, (protection & kProtExec) != 0, shared};
}

constexpr bool inside_user_space(VirtAddr start, std::uint64_t bytes) {
    return bytes <= kUserTop && start.value <= kUserTop - bytes;
}

// An argument the call does not accept: argument_invalid with its number, counted from 1.
Errno refuse_argument(const Call& call, Errno error, int argument);
// Segments and files hear of the areas the call opened and closed.
void tell(Call& call, const AreaChanges& changes);
// populate(), and when no frame is left somebody is killed for one. EFAULT when that was the caller.
Errno bring_in(Call& call, VirtAddr start, VirtAddr end, Touch touch = Touch::as_area);
// can_do_mlock(): RLIMIT_MEMLOCK is not 0, or CAP_IPC_LOCK.
bool may_lock(const Call& call);

// A part of the range a call was given, in one area: [start, end).
struct Piece {
    Area area;
    VirtAddr start, end;
    std::uint64_t bytes() const { return end - start; }
};
// Calls visit(piece) for every mapped part of [start, end), in order, up to the first that returns an error: that is
// the result. ENOMEM in the end when something was not mapped.
template <class Visit>
Errno for_each_piece(Call& call, VirtAddr start, VirtAddr end, const Visit& visit) {
    Errno unmapped = Errno::ok;
    while (start < end) {
        const AddressSpace& space = call.kernel.memory.spaces[call.mm()];
        const std::size_t index = space.first_area_above(start);
        const VirtAddr next = index < space.areas.size() ? space.areas[index].start : end;
        if (start < next) {
            if (unmapped == Errno::ok) unmapped = call.refuse(Errno::enomem, report::Rule::area_absent, {start});
            start = next;
            continue;
        }
        const Piece piece{space.areas[index], start, std::min(end, space.areas[index].end)};
        start = piece.end;
        const Errno error = visit(piece);
        if (error != Errno::ok) return error;
    }
    return unmapped;
}

}  // namespace sim::kernel
