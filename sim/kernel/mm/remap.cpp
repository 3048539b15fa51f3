#include "sim/kernel/mm/remap.h"

#include <algorithm>

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/mapping.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {
namespace {

using report::Rule;

void add_changes(AreaChanges& changes, const Result<AreaChanges>& more) {
    if (more) changes.insert(changes.end(), (*more).begin(), (*more).end());
}

std::uint64_t grown_pages(const RemapRequest& request) {
    return request.new_bytes > request.old_bytes ? (request.new_bytes - request.old_bytes) >> kPageShift : 0;
}

bool moves(const RemapRequest& request) {
    return request.fixed || request.dont_unmap;
}

// check_prep_vma(): EFAULT outside one area, EAGAIN and ENOMEM beyond limits. What shrinking gives back is not looked
// at: it may be several areas, or none.
Errno check_old_range(const MemoryContext& context, MmId mm, const RemapRequest& request) {
    const Area* area = context.memory.spaces[mm].find_area(request.address);
    // "EFAULT Some address in the range old_address to old_address+old_size is an invalid virtual memory address".
    if (area == nullptr) {
        return report::refuse(context.sink, context.pid, Errno::efault, Rule::area_absent, {request.address});
    }
    if (!moves(request) && request.new_bytes <= request.old_bytes) return Errno::ok;
    // "EINVAL … old_size was zero and old_address does not refer to a shareable mapping".
    if (request.old_bytes == 0 && !area->perms.shared) return Errno::einval;
    if (std::min(request.old_bytes, request.new_bytes) > area->end - request.address) {
        return report::refuse(context.sink, context.pid, Errno::efault, Rule::area_absent, {area->end});
    }
    if (grown_pages(request) == 0) return Errno::ok;
    // "EAGAIN The caller tried to expand a memory segment that is locked, but this was not possible without exceeding
    // the RLIMIT_MEMLOCK resource limit."
    return check_new_area(context, mm, grown_pages(request), area->flags.locked);
}

// Whether the area may grow where it is: the range ends it, and what follows is free.
bool expandable(const AddressSpace& space, const RemapRequest& request) {
    const Area& area = *space.find_area(request.address);
    const std::uint64_t more = request.new_bytes - request.old_bytes;
    return request.address + request.old_bytes == area.end && more <= kUserTop - area.end.value &&
           space.gap_at(area.end, more);
}

Errno expand(MemoryContext& context, MmId mm, const RemapRequest& request, AreaChanges& changes) {
    const std::size_t index = context.memory.spaces[mm].first_area_above(request.address);
    const Area before = context.memory.spaces[mm].areas[index];
    if (before.flags.account && !commit(context, grown_pages(request))) return Errno::enomem;
    Area& area = context.memory.spaces.write(mm).areas[index];
    area.end = request.address + request.new_bytes;
    const Area now = area;
    emit_area_resize(context, before.start, before.end, now);
    merge_areas(context, mm, now.start, now.end, changes);
    return Errno::ok;
}

// Where the pages go: the address asked for, cleared, or the highest gap that fits.
Result<VirtAddr> find_target(MemoryContext& context, MmId mm, const RemapRequest& request, AreaChanges& changes) {
    if (request.fixed) {
        const Result<AreaChanges> cleared = unmap(context, mm, request.target, request.new_bytes);
        add_changes(changes, cleared);
        return cleared ? Result<VirtAddr>(request.target) : Result<VirtAddr>(cleared.error());
    }
    const VirtAddr gap = context.memory.spaces[mm].find_gap(request.new_bytes);
    // "ENOMEM Not enough memory is available to complete the operation."
    if (gap == VirtAddr{}) return Errno::enomem;
    emit(context, report::EventType::check, Rule::address_chosen, {gap, request.new_bytes});
    return gap;
}

// Makes the tables for everything that will move; false when frames ran out.
bool make_tables(MemoryContext& context, MmId mm, VirtAddr from, VirtAddr to, std::uint64_t bytes) {
    std::vector<VirtAddr> pages;
    for_each_used_entry(context.hardware.memory, context.memory.spaces[mm].root, from, from + bytes,
                        [&](VirtAddr page, EntryPlace, hw::Pte) { pages.push_back(page); });
    for (VirtAddr page : pages) {
        if (!make_entry(context, mm, to + (page - from))) return false;
    }
    return true;
}

// move_page_tables(): frames and swap slots keep their counts, only the address changes.
void move_entries(MemoryContext& context, MmId mm, VirtAddr from, VirtAddr to, std::uint64_t bytes) {
    const Pfn root = context.memory.spaces[mm].root;
    for_each_used_entry(
        context.hardware.memory, root, from, from + bytes, [&](VirtAddr page, EntryPlace place, hw::Pte entry) {
            const VirtAddr moved = to + (page - from);
            write_entry(context, page, place, {}, Rule::pte_clear);
            write_entry(context, moved, *find_entry(context.hardware.memory, root, moved), entry, Rule::pte_set);
        });
    flush_range(context, mm, from, from + bytes);
}

// copy_vma(), move_page_tables(), do_vmi_munmap(): the new area is opened before the old range is closed.
Errno move(MemoryContext& context, MmId mm, const RemapRequest& request, VirtAddr target, AreaChanges& changes) {
    const Area old = *context.memory.spaces[mm].find_area(request.address);
    Area moved = old;
    moved.start = target;
    moved.end = target + request.new_bytes;
    moved.offset = old.page_index(request.address);
    const std::uint64_t kept = request.dont_unmap ? 0 : request.old_bytes >> kPageShift;
    if (old.flags.account && !commit(context, moved.pages() - kept)) return Errno::enomem;
    if (old.flags.account) commit_anyway(context, kept);  // given up when the old range is closed
    insert_area(context, mm, moved);
    changes.push_back({true, moved});
    if (!make_tables(context, mm, request.address, target, request.old_bytes)) {
        add_changes(changes, unmap(context, mm, moved.start, moved.bytes()));
        return Errno::enomem;
    }
    move_entries(context, mm, request.address, target, request.old_bytes);
    merge_areas(context, mm, moved.start, moved.end, changes);
    if (!request.dont_unmap && request.old_bytes > 0) {
        add_changes(changes, unmap(context, mm, request.address, request.old_bytes));
    }
    return Errno::ok;
}

}  // namespace

Remapped remap(MemoryContext& context, MmId mm, const RemapRequest& asked) {
    RemapRequest request = asked;
    Remapped result{request.address, {}, check_old_range(context, mm, request)};
    if (result.error != Errno::ok) return result;
    if (!moves(request) && request.new_bytes == request.old_bytes) return result;
    if (request.new_bytes < request.old_bytes) {
        const std::uint64_t gone = request.old_bytes - request.new_bytes;
        const Result<AreaChanges> cut = unmap(context, mm, request.address + request.new_bytes, gone);
        add_changes(result.changes, cut);
        result.error = cut.error();
        request.old_bytes = request.new_bytes;
        if (result.error != Errno::ok || !moves(request)) return result;
    }
    if (!moves(request) && expandable(context.memory.spaces[mm], request)) {
        result.error = expand(context, mm, request, result.changes);
        return result;
    }
    // "ENOMEM The memory area cannot be expanded at the current virtual address, and the MREMAP_MAYMOVE flag is not set
    // in flags."
    if (!request.may_move) return result.error = Errno::enomem, result;
    // Moving opens an area and may split the old one twice.
    if (context.memory.spaces[mm].areas.size() + 3 > kMaxAreas) return result.error = Errno::enomem, result;
    const Result<VirtAddr> target = find_target(context, mm, request, result.changes);
    result.error = target ? move(context, mm, request, *target, result.changes) : target.error();
    if (target) result.address = *target;
    return result;
}

}  // namespace sim::kernel
