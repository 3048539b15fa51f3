#include "sim/kernel/mm/mapping.h"

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

using report::Limit;
using report::Rule;

namespace {

Errno refuse_limit(const MemoryContext& context, Errno error, Limit limit, std::uint64_t asked, std::uint64_t allowed) {
    return report::refuse(context.sink, context.pid, error, Rule::limit_exceeded, {limit, asked, allowed});
}

void unmap_range(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, AreaChanges& changes) {
    split_area(context, mm, start, changes);
    split_area(context, mm, end, changes);
    const AddressSpace& space = context.memory.spaces[mm];
    const AreaRange range = areas_between(space, start, end);
    if (range.first == range.last) return;
    const VirtAddr first = space.areas[range.first].start;
    const VirtAddr last = space.areas[range.last - 1].end;
    const VirtAddr floor = range.first > 0 ? space.areas[range.first - 1].end : VirtAddr{};
    const VirtAddr ceiling = range.last < space.areas.size() ? space.areas[range.last].start : VirtAddr{1ull << 47};
    clear_entries(context, mm, first, last);
    free_tables(context, mm, first, last, floor, ceiling);
    close_areas(context, mm, range, changes);
}

// Pages of [start, end) that are mapped now.
std::uint64_t mapped_pages(const AddressSpace& space, VirtAddr start, VirtAddr end) {
    const AreaRange range = areas_between(space, start, end);
    std::uint64_t pages = 0;
    for (std::size_t index = range.first; index < range.last; ++index) {
        const Area& area = space.areas[index];
        pages += (std::min(end, area.end) - std::max(start, area.start)) >> kPageShift;
    }
    return pages;
}

}  // namespace

Errno check_locked_pages(const MemoryContext& context, MmId mm, std::uint64_t pages, bool locked) {
    const AddressSpace& space = context.memory.spaces[mm];
    if (context.limits.lock_any || !(locked || space.lock_future)) return Errno::ok;
    const std::uint64_t allowed = context.limits.memlock >> kPageShift;
    const std::uint64_t asked = space.locked_pages() + pages;
    return asked <= allowed ? Errno::ok : refuse_limit(context, Errno::eagain, Limit::locked_pages, asked, allowed);
}

Errno check_new_area(const MemoryContext& context, MmId mm, std::uint64_t pages, bool locked) {
    const AddressSpace& space = context.memory.spaces[mm];
    // "ENOMEM The process's maximum number of mappings would have been exceeded." (mmap(2))
    if (space.areas.size() > kMaxAreas) {
        return refuse_limit(context, Errno::enomem, Limit::areas, space.areas.size() + 1, kMaxAreas);
    }
    const Errno error = check_locked_pages(context, mm, pages, locked);
    if (error != Errno::ok) return error;
    if (context.limits.address_space == ~std::uint64_t{0}) return Errno::ok;
    // "ENOMEM The process's RLIMIT_DATA limit … would have been exceeded": RLIMIT_AS likewise.
    const std::uint64_t allowed = context.limits.address_space >> kPageShift;
    const std::uint64_t asked = space.total_pages() + pages;
    if (asked > allowed) return refuse_limit(context, Errno::enomem, Limit::address_space_pages, asked, allowed);
    return Errno::ok;
}

Result<AreaChanges> map_area(MemoryContext& context, MmId mm, const Area& wanted, bool replace) {
    Area area = wanted;
    const bool promise = !area.flags.account && accountable(area);
    const AddressSpace& space = context.memory.spaces[mm];
    if (!replace && !space.range_free(area.start, area.bytes())) return Errno::einval;
    if (!room_for_splits(space, area.start, area.end)) return Errno::enomem;
    const std::uint64_t replaced = mapped_pages(space, area.start, area.end);
    const Errno refused = check_new_area(context, mm, area.pages() - replaced, false);
    if (refused != Errno::ok) return refused;
    if (promise && !commit(context, area.pages())) return Errno::enomem;
    area.flags.account = accountable(area);
    AreaChanges changes;
    if (replaced > 0) unmap_range(context, mm, area.start, area.end, changes);
    area.flags.locked = area.flags.locked || context.memory.spaces[mm].lock_future;
    changes.push_back({true, area});
    insert_area(context, mm, area);
    merge_areas(context, mm, area.start, area.end, changes);
    return changes;
}

Result<AreaChanges> unmap(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes) {
    if (!room_for_splits(context.memory.spaces[mm], start, start + bytes)) {
        return refuse_limit(context, Errno::enomem, Limit::areas, kMaxAreas + 1, kMaxAreas);
    }
    AreaChanges changes;
    unmap_range(context, mm, start, start + bytes, changes);
    return changes;
}

}  // namespace sim::kernel
