// Areas that grow, shrink, move, or show another part of their object: mremap, remap_file_pages.
#include "sim/kernel/mm/mapping.h"
#include "sim/kernel/mm/remap.h"
#include "sim/kernel/sys/handlers.h"
#include "sim/kernel/sys/memory_call.h"

namespace sim::kernel {
namespace {

using report::Rule;

constexpr std::uint64_t kMayMove = 1, kFixed = 2, kDontUnmap = 4;

bool overlap(VirtAddr a, std::uint64_t a_bytes, VirtAddr b, std::uint64_t b_bytes) {
    return a < b + b_bytes && b < a + a_bytes;
}

// check_mremap_params(): all EINVAL. "old_address was not page aligned; a value other than MREMAP_MAYMOVE or
// MREMAP_FIXED or MREMAP_DONTUNMAP was specified in flags; new_size was zero; new_size or new_address was invalid; or
// the new address range specified by new_address and new_size overlapped the old address range …; MREMAP_FIXED or
// MREMAP_DONTUNMAP was specified without also specifying MREMAP_MAYMOVE; MREMAP_DONTUNMAP was specified, but …
// old_size and new_size were not equal". The number of the argument that is wrong; 0: none.
int wrong_argument(const RemapRequest& request, std::uint64_t flags) {
    if ((flags & ~(kMayMove | kFixed | kDontUnmap)) != 0) return 4;
    if (!request.address.page_aligned()) return 1;
    if (request.new_bytes == 0 || request.new_bytes > kUserTop) return 3;
    if (!request.fixed && !request.dont_unmap) return 0;
    if (!request.may_move) return 4;
    if (request.dont_unmap && request.old_bytes != request.new_bytes) return 3;
    if (!request.target.page_aligned() || !inside_user_space(request.target, request.new_bytes)) return 5;
    if (!request.fixed) return 0;
    return overlap(request.address, request.old_bytes, request.target, request.new_bytes) ? 5 : 0;
}

RemapRequest decode(const Call& call) {
    RemapRequest request;
    request.address = call.address(0);
    request.old_bytes = page_round_up(call.u64(1));
    request.new_bytes = page_round_up(call.u64(2));
    request.may_move = (call.u64(3) & kMayMove) != 0;
    request.fixed = (call.u64(3) & kFixed) != 0;
    request.dont_unmap = (call.u64(3) & kDontUnmap) != 0;
    request.target = call.address(4);
    return request;
}

}  // namespace

CallResult sys_mremap(Call& call) {
    const RemapRequest request = decode(call);
    const int wrong = wrong_argument(request, call.u64(3));
    if (wrong != 0) return refuse_argument(call, Errno::einval, wrong);
    if (request.fixed && request.target.value < kMmapMinAddr && !call.task().credentials.has(Capability::sys_rawio)) {
        return call.refuse(Errno::eperm, Rule::address_invalid, {request.target, request.new_bytes});
    }
    const Remapped result = remap(call.memory, call.mm(), request);
    tell(call, result.changes);
    if (result.error != Errno::ok) return result.error;
    if (request.new_bytes > request.old_bytes) {
        const AddressSpace& space = call.kernel.memory.spaces[call.mm()];
        const bool locked = space.find_area(result.address)->flags.locked;
        if (locked) bring_in(call, result.address + request.old_bytes, result.address + request.new_bytes);
    }
    return static_cast<std::int64_t>(result.address.value);
}

// Linux emulates it: the range becomes an area of its own that shows the object from another page on.
CallResult sys_remap_file_pages(Call& call) {
    const VirtAddr start = call.address(0).page();
    const std::uint64_t bytes = call.u64(1) & ~kPageMask;
    const std::uint64_t page = call.u64(3);
    // "EINVAL … prot is invalid. prot must be specified as 0", "EINVAL addr does not refer to a valid mapping created
    // with the MAP_SHARED flag", "EINVAL addr, size, prot, or pgoff is invalid."
    if (call.u64(2) != 0) return refuse_argument(call, Errno::einval, 3);
    if (bytes == 0 || start.value + bytes <= start.value) return refuse_argument(call, Errno::einval, 2);
    if (page + (bytes >> kPageShift) < page) return refuse_argument(call, Errno::einval, 4);
    const Area* found = call.kernel.memory.spaces[call.mm()].find_area(start);
    if (found == nullptr || !found->perms.shared) return refuse_argument(call, Errno::einval, 1);
    if (start + bytes > found->end) return refuse_argument(call, Errno::einval, 2);
    Area area = *found;
    area.start = start;
    area.end = start + bytes;
    area.offset = page;
    const Result<AreaChanges> changes = map_area(call.memory, call.mm(), area, true);
    if (!changes) return changes.error();
    tell(call, *changes);
    bring_in(call, area.start, area.end);
    return 0;
}

}  // namespace sim::kernel
