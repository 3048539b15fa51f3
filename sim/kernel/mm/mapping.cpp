#include "sim/kernel/mm/mapping.h"

#include <algorithm>

#include "sim/kernel/mm/emit.h"
#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

using report::AreaKind;
using report::EventType;
using report::Perms;
using report::Rule;

namespace {

using Changes = std::vector<AreaChange>;
using Position = std::vector<Area>::difference_type;

// Indices [first, last) of areas.
struct AreaRange {
    std::size_t first = 0, last = 0;
};

AreaRange areas_between(const AddressSpace& space, VirtAddr start, VirtAddr end) {
    AreaRange range{space.first_area_above(start), 0};
    range.last = range.first;
    while (range.last < space.areas.size() && space.areas[range.last].start < end) ++range.last;
    return range;
}

// Whether `at` lies inside an area, so that an operation ending there must split it.
bool splits(const AddressSpace& space, VirtAddr at) {
    const Area* area = space.find_area(at);
    return area != nullptr && area->start < at;
}

bool room_for_splits(const AddressSpace& space, VirtAddr start, VirtAddr end) {
    return space.areas.size() + splits(space, start) + splits(space, end) <= kMaxAreas;
}

// Splits the area `at` lies inside of, if any; the upper part is the one opened.
void split(MemoryContext& context, MmId mm, VirtAddr at, Changes& changes) {
    if (!splits(context.memory.spaces[mm], at)) return;
    std::vector<Area>& areas = context.memory.spaces.write(mm).areas;
    const std::size_t index = context.memory.spaces[mm].first_area_above(at);
    const Area whole = areas[index];
    Area lower = whole;
    Area upper = whole;
    lower.end = upper.start = at;
    upper.offset += lower.pages();
    areas[index] = lower;
    areas.insert(areas.begin() + static_cast<Position>(index) + 1, upper);
    changes.push_back({true, upper});
    emit_area_resize(context, whole.start, whole.end, lower);
    emit_area(context, Rule::area_open, upper);
}

// Linux never merges areas whose closing somebody counts, as shm's is.
bool mergeable(const Area& left, const Area& right) {
    const bool backed = left.object != kNoObject || left.kind == AreaKind::data || left.kind == AreaKind::text;
    return left.end == right.start && left.kind != AreaKind::shm && left.kind == right.kind &&
           left.perms == right.perms && left.may_write == right.may_write && left.object == right.object &&
           left.program == right.program && (!backed || left.offset + left.pages() == right.offset);
}

// Merges areas that touch [start, end] with their equal neighbours.
void merge(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, Changes& changes) {
    std::size_t right = std::max<std::size_t>(1, context.memory.spaces[mm].first_area_above(start));
    while (true) {
        const std::vector<Area>& seen = context.memory.spaces[mm].areas;
        if (right >= seen.size() || seen[right].start > end) return;
        if (!mergeable(seen[right - 1], seen[right])) {
            ++right;
            continue;
        }
        std::vector<Area>& areas = context.memory.spaces.write(mm).areas;
        const Area gone = areas[right];
        areas[right - 1].end = gone.end;
        const Area merged = areas[right - 1];
        areas.erase(areas.begin() + static_cast<Position>(right));
        changes.push_back({false, gone});
        emit_area_resize(context, merged.start, gone.start, merged);
        emit_area(context, Rule::area_close, gone);
    }
}

// Takes the areas of a range, already whole, out of the space; their entries are gone.
void close_areas(MemoryContext& context, MmId mm, AreaRange range, Changes& changes) {
    std::vector<Area>& areas = context.memory.spaces.write(mm).areas;
    const auto first = areas.begin() + static_cast<Position>(range.first);
    const auto last = areas.begin() + static_cast<Position>(range.last);
    const std::size_t before = changes.size();
    for (auto area = first; area != last; ++area) changes.push_back({false, *area});
    areas.erase(first, last);
    for (std::size_t i = before; i < changes.size(); ++i) emit_area(context, Rule::area_close, changes[i].area);
}

void unmap_range(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, Changes& changes) {
    split(context, mm, start, changes);
    split(context, mm, end, changes);
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

void insert_area(MemoryContext& context, MmId mm, const Area& area) {
    AddressSpace& space = context.memory.spaces.write(mm);
    space.areas.insert(space.areas.begin() + static_cast<Position>(space.first_area_above(area.start)), area);
    emit_area(context, Rule::area_open, area);
}

// Errno::ok when mprotect may give [start, end) these permissions.
Errno check_protect(const AddressSpace& space, VirtAddr start, VirtAddr end, Perms perms) {
    for (std::size_t index = space.first_area_above(start); start < end; ++index) {
        if (index == space.areas.size() || space.areas[index].start > start) return Errno::enomem;
        if (perms.write && !space.areas[index].may_write) return Errno::eacces;
        start = space.areas[index].end;
    }
    return Errno::ok;
}

// Makes the entries of an area say what its permissions say now; whether any changed.
bool protect_entries(MemoryContext& context, MmId mm, const Area& area) {
    constexpr std::uint64_t kKept = hw::Pte::kAccessed | hw::Pte::kDirty;
    bool changed = false;
    for_each_entry(context.hardware.memory, context.memory.spaces[mm].root, area.start, area.end,
                   [&](VirtAddr page, EntryPlace place, hw::Pte old) {
                       const FrameInfo& info = context.memory.frames[old.pfn()];
                       const bool exclusive = info.owner == report::FrameOwner::private_ && info.mapcount == 1;
                       hw::Pte entry = entry_for(area, old.pfn(), exclusive, false);
                       entry.bits = (entry.bits & ~kKept) | (old.bits & kKept);
                       if (entry == old) return;
                       changed = true;
                       write_entry(context, page, place, entry, Rule::pte_protect);
                   });
    return changed;
}

void protect_area(MemoryContext& context, MmId mm, std::size_t index, Perms perms) {
    Area& area = context.memory.spaces.write(mm).areas[index];
    perms.shared = area.perms.shared;
    if (area.perms == perms) return;
    area.perms = perms;
    const Area now = area;
    emit_area_resize(context, now.start, now.end, now);
    if (protect_entries(context, mm, now)) flush_range(context, mm, now.start, now.end);
}

// Whether the heap may end at `end`: below the next area with a page between, and not absurdly large.
bool heap_fits(const MemoryContext& context, const AddressSpace& space, VirtAddr old_end, VirtAddr end) {
    if ((end - old_end) >> kPageShift > context.memory.frames.size()) return false;
    const std::size_t next = space.first_area_above(old_end);
    if (next == space.areas.size()) return true;
    const std::uint64_t gap = space.areas[next].kind == AreaKind::stack ? kStackGuardGap : 0;
    return end.value + kPageSize + gap <= space.areas[next].start.value;
}

bool grow_heap(MemoryContext& context, MmId mm, VirtAddr old_end, VirtAddr end) {
    const Perms perms{true, true, false, false};
    const AddressSpace& space = context.memory.spaces[mm];
    if (!heap_fits(context, space, old_end, end)) return false;
    const std::size_t above = space.first_area_above(old_end);
    const Area* last = above > 0 ? &space.areas[above - 1] : nullptr;
    if (last == nullptr || last->end != old_end || last->kind != AreaKind::heap || last->perms != perms) {
        Area heap;
        heap.start = old_end;
        heap.end = end;
        heap.perms = perms;
        heap.kind = AreaKind::heap;
        return map_area(context, mm, heap).ok();
    }
    Area& heap = context.memory.spaces.write(mm).areas[above - 1];
    heap.end = end;
    emit_area_resize(context, heap.start, old_end, Area{heap});
    return true;
}

}  // namespace

Result<Changes> map_area(MemoryContext& context, MmId mm, const Area& area, bool replace) {
    if (context.memory.spaces[mm].areas.size() > kMaxAreas) return Errno::enomem;
    Changes changes;
    if (!context.memory.spaces[mm].range_free(area.start, area.bytes())) {
        if (!replace) return Errno::einval;
        if (!room_for_splits(context.memory.spaces[mm], area.start, area.end)) return Errno::enomem;
        unmap_range(context, mm, area.start, area.end, changes);
    }
    changes.push_back({true, area});
    insert_area(context, mm, area);
    merge(context, mm, area.start, area.end, changes);
    return changes;
}

Result<Changes> unmap(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes) {
    if (!room_for_splits(context.memory.spaces[mm], start, start + bytes)) return Errno::enomem;
    Changes changes;
    unmap_range(context, mm, start, start + bytes, changes);
    return changes;
}

Result<Changes> protect(MemoryContext& context, MmId mm, VirtAddr start, std::uint64_t bytes, Perms perms) {
    const VirtAddr end = start + bytes;
    const AddressSpace& space = context.memory.spaces[mm];
    if (const Errno error = check_protect(space, start, end, perms); error != Errno::ok) return error;
    if (!room_for_splits(space, start, end)) return Errno::enomem;
    Changes changes;
    split(context, mm, start, changes);
    split(context, mm, end, changes);
    const AreaRange range = areas_between(context.memory.spaces[mm], start, end);
    for (std::size_t index = range.first; index < range.last; ++index) protect_area(context, mm, index, perms);
    merge(context, mm, start, end, changes);
    return changes;
}

VirtAddr set_brk(MemoryContext& context, MmId mm, VirtAddr end) {
    const AddressSpace& space = context.memory.spaces[mm];
    const VirtAddr old = space.brk;
    if (end < space.brk_start || end.value > kUserTop) return old;
    const VirtAddr old_page{page_round_up(old.value)};
    const VirtAddr new_page{page_round_up(end.value)};
    if (new_page > old_page && !grow_heap(context, mm, old_page, new_page)) return old;
    if (new_page < old_page && !unmap(context, mm, new_page, old_page - new_page)) return old;
    context.memory.spaces.write(mm).brk = end;
    if (end != old) emit(context, EventType::process, Rule::brk_moved, {old, end});
    return end;
}

}  // namespace sim::kernel
