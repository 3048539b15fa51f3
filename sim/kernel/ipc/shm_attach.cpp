// The order of checks is that of do_shmat() and do_mmap() in Linux: a bad address beats a bad id, and both beat EACCES.
#include "sim/kernel/ipc/shm_attach.h"

#include <optional>

#include "sim/kernel/mm/mapping.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

Errno fail(MemoryContext& context, Errno error, Rule rule, const report::Arguments& arguments) {
    return report::refuse(context.sink, context.pid, error, rule, arguments);
}

bool has(const AttachRequest& request, int flag) {
    return (request.flags & static_cast<std::uint32_t>(flag)) != 0;
}

// "If shmaddr isn't NULL and SHM_RND is specified in shmflg, the attach occurs at the address equal to shmaddr rounded
// down to the nearest multiple of SHMLBA. Otherwise, shmaddr must be a page-aligned address at which the attach
// occurs." "(In this case, shmaddr must not be NULL.)" of SHM_REMAP.
Errno check_address(MemoryContext& context, AttachRequest& request) {
    const VirtAddr asked = request.address;
    if (asked == VirtAddr{}) {
        return has(request, kShmRemap) ? fail(context, Errno::einval, Rule::address_invalid, {asked}) : Errno::ok;
    }
    if (asked.page_aligned()) return Errno::ok;
    if (!has(request, kShmRnd)) return fail(context, Errno::einval, Rule::address_unaligned, {asked});
    request.address = asked.page();
    const bool nothing_left = request.address == VirtAddr{} && has(request, kShmRemap);
    return nothing_left ? fail(context, Errno::einval, Rule::address_invalid, {asked}) : Errno::ok;
}

AccessBits wanted_access(const AttachRequest& request) {
    // "The calling process must have read permission for the segment", without SHM_RDONLY also write permission.
    const AccessBits data = has(request, kShmRdonly) ? 4 : 6;
    return has(request, kShmExec) ? data | 1 : data;
}

// Where the kernel maps when the caller leaves it the choice: the highest gap that fits.
Result<VirtAddr> choose_address(MemoryContext& context, const AddressSpace& space, std::uint64_t bytes) {
    const VirtAddr gap = bytes < kUserTop ? space.find_gap(bytes) : VirtAddr{};
    // "ENOMEM Could not allocate memory for the descriptor or for the page tables."
    if (gap == VirtAddr{}) return fail(context, Errno::enomem, Rule::address_invalid, {gap, bytes});
    report::emit(context.sink, EventType::check, Rule::address_chosen, context.pid, {gap, bytes});
    return gap;
}

// An address the caller insists on. `fixed` differs from "not NULL": SHM_RND may have rounded it down to 0.
// `segment_bytes` is not rounded up to pages: do_shmat() asks whether that many overflow.
Result<VirtAddr> check_fixed_address(MemoryContext& context, const AddressSpace& space, const IpcCaller& caller,
                                     const AttachRequest& request, std::uint64_t segment_bytes) {
    const VirtAddr address = request.address;
    const std::uint64_t bytes = page_round_up(segment_bytes);
    if (address != VirtAddr{} && !has(request, kShmRemap)) {
        // "EINVAL … or can't do attach at shmaddr": Linux refuses what overflows or is taken.
        const bool overflow = address.value + segment_bytes < address.value;
        if (overflow) return fail(context, Errno::einval, Rule::address_invalid, {address, bytes});
        const bool wraps = address.value + bytes < address.value;
        if (!wraps && !space.range_free(address, bytes))
            return fail(context, Errno::einval, Rule::address_taken, {address, bytes});
    }
    // get_unmapped_area(): the range must end below TASK_SIZE.
    if (bytes > kUserTop || address.value > kUserTop - bytes) {
        return fail(context, Errno::enomem, Rule::address_invalid, {address, bytes});
    }
    // cap_mmap_addr(): "EPERM" below vm.mmap_min_addr without CAP_SYS_RAWIO.
    if (address.value < kMmapMinAddr && !caller.credentials.has(Capability::sys_rawio)) {
        return fail(context, Errno::eperm, Rule::address_invalid, {address, bytes});
    }
    return address;
}

Area area_for(const Segment& segment, const AttachRequest& request, VirtAddr address, std::uint64_t bytes) {
    Area area;
    area.start = address;
    area.end = address + bytes;
    area.perms = {true, !has(request, kShmRdonly), has(request, kShmExec), true};
    area.kind = report::AreaKind::shm;
    area.may_write = !has(request, kShmRdonly);
    area.object = segment.object;
    area.shmid = request.id;
    area.key = segment.created_key;
    area.attach = request.number;
    return area;
}

// SHM_REMAP and addresses rounded down to 0 replace what lies in the range.
Errno clear_range(MemoryContext& context, IpcNamespaces& ipc, const IpcCaller& caller, MmId mm, const Area& area,
                  std::vector<AreaChange>& replaced) {
    if (context.memory.spaces[mm].range_free(area.start, area.bytes())) return Errno::ok;
    const Result<std::vector<AreaChange>> changes = unmap(context, mm, area.start, area.bytes());
    if (!changes) return changes.error();
    ipc.apply(context, caller, *changes);
    replaced = *changes;
    return Errno::ok;
}

Errno map_segment(MemoryContext& context, IpcNamespaces& ipc, const IpcCaller& caller, MmId mm, const Area& area,
                  std::vector<AreaChange>& replaced) {
    const Errno error = clear_range(context, ipc, caller, mm, area, replaced);
    if (error != Errno::ok) return error;
    // "ENOMEM": vm.max_map_count and RLIMIT_AS, asked before the segment hears of the attach.
    const Errno refused = check_new_area(context, mm, area.pages());
    if (refused != Errno::ok) return refused;
    ipc[area.shmid.ns].shm.opened(context, caller, area.shmid);  // shm_mmap() counts before the area is linked in
    return map_area(context, mm, area).error();
}

}  // namespace

namespace {

// do_shmat() after its checks of the id.
Result<VirtAddr> attach_held(MemoryContext& context, IpcNamespaces& ipc, const IpcCaller& caller, MmId mm,
                             const AttachRequest& request, bool fixed, std::vector<AreaChange>& replaced) {
    const std::uint64_t segment_bytes = ipc.find(request.id)->bytes;
    const std::uint64_t bytes = page_round_up(segment_bytes);
    const AddressSpace& space = context.memory.spaces[mm];
    const Result<VirtAddr> address = fixed ? check_fixed_address(context, space, caller, request, segment_bytes)
                                           : choose_address(context, space, bytes);
    if (!address) return address.error();
    const Area area = area_for(*ipc.find(request.id), request, *address, bytes);
    const Errno error = map_segment(context, ipc, caller, mm, area, replaced);
    if (error != Errno::ok) return error;
    return *address;
}

}  // namespace

Result<VirtAddr> attach(MemoryContext& context, IpcNamespaces& ipc, const IpcCaller& caller, MmId mm,
                        AttachRequest request, std::vector<AreaChange>& replaced) {
    // "EINVAL Invalid shmid value": a negative one is refused before anything else is looked at.
    if (request.id.value < 0) return fail(context, Errno::einval, Rule::id_unknown, {request.id});
    const bool fixed = request.address != VirtAddr{};
    Shm& shm = ipc[request.id.ns].shm;
    Errno error = check_address(context, request);
    if (error == Errno::ok) error = shm.find_id(context, caller, request.id).error();
    if (error == Errno::ok) error = shm.check_permission(context, caller, request.id, wanted_access(request));
    if (error != Errno::ok) return error;

    // SHM_REMAP may unmap what else shows the segment.
    shm.hold(request.id);
    const Result<VirtAddr> address = attach_held(context, ipc, caller, mm, request, fixed, replaced);
    shm.release(context, request.id);
    return address;
}

namespace {

// A fragment of an attach that began at `address`: its distance is its place in the segment.
bool is_fragment(const Area& area, VirtAddr address) {
    return area.shmid != kNoSegment && area.start >= address && (area.start - address) >> kPageShift == area.offset;
}

// The first fragment at or above `from` that lies below `limit`; of `attach` only, unless 0.
std::optional<Area> next_fragment(const AddressSpace& space, VirtAddr address, VirtAddr from, VirtAddr limit,
                                  std::uint32_t attach) {
    for (std::size_t i = space.first_area_above(from); i < space.areas.size(); ++i) {
        const Area& area = space.areas[i];
        if (area.end > limit) break;
        if (is_fragment(area, address) && (attach == 0 || area.attach == attach)) return area;
    }
    return std::nullopt;
}

}  // namespace

Errno detach(MemoryContext& context, IpcNamespaces& ipc, const IpcCaller& caller, MmId mm, VirtAddr address) {
    // "EINVAL There is no shared memory segment attached at shmaddr; or, shmaddr is not aligned on a page boundary."
    if (!address.page_aligned()) return fail(context, Errno::einval, Rule::address_unaligned, {address});
    const VirtAddr everything{~std::uint64_t{0}};
    std::optional<Area> area = next_fragment(context.memory.spaces[mm], address, address, everything, 0);
    if (!area) return fail(context, Errno::einval, Rule::attach_absent, {address});
    report::emit(context.sink, EventType::check, Rule::attach_found, context.pid, {address, area->shmid});

    const VirtAddr limit = address + page_round_up(ipc.find(area->shmid)->bytes);
    while (area) {
        const Result<std::vector<AreaChange>> changes = unmap(context, mm, area->start, area->bytes());
        if (!changes) return changes.error();
        ipc.apply(context, caller, *changes);
        area = next_fragment(context.memory.spaces[mm], address, area->end, limit, area->attach);
    }
    return Errno::ok;
}

}  // namespace sim::kernel
