#include "sim/kernel/mm/area_list.h"

#include <algorithm>

#include "sim/kernel/mm/commit.h"
#include "sim/kernel/mm/emit.h"

namespace sim::kernel {

using report::AreaKind;
using report::Rule;

namespace {

using Position = std::vector<Area>::difference_type;

// Whether `at` lies inside an area, so that an operation ending there must split it.
bool splits(const AddressSpace& space, VirtAddr at) {
    const Area* area = space.find_area(at);
    return area != nullptr && area->start < at;
}

// Whether two areas that touch differ in nothing.
bool alike(const Area& left, const Area& right) {
    const bool backed = left.object != kNoObject || left.kind == AreaKind::data || left.kind == AreaKind::text;
    return left.end == right.start && left.kind == right.kind && left.perms == right.perms &&
           left.may_write == right.may_write && left.flags == right.flags && left.object == right.object &&
           left.program == right.program && left.attach == right.attach &&
           (!backed || left.offset + left.pages() == right.offset);
}

// Linux never merges areas whose closing somebody counts, as shm's is (can_merge_remove_vma()).
bool mergeable(const Area& left, const Area& right) {
    return left.kind != AreaKind::shm && alike(left, right);
}

// Moves the border between areas[upper - 1] and areas[upper].
void move_border(MemoryContext& context, MmId mm, std::size_t upper, VirtAddr border) {
    std::vector<Area>& areas = context.memory.spaces.write(mm).areas;
    const Area old_left = areas[upper - 1];
    const Area old_right = areas[upper];
    areas[upper - 1].end = areas[upper].start = border;
    areas[upper].offset = old_left.offset + areas[upper - 1].pages();
    const Area left = areas[upper - 1];
    const Area right = areas[upper];
    emit_area_resize(context, old_left.start, old_left.end, left);
    emit_area_resize(context, old_right.start, old_right.end, right);
}

}  // namespace

AreaRange areas_between(const AddressSpace& space, VirtAddr start, VirtAddr end) {
    AreaRange range{space.first_area_above(start), 0};
    range.last = range.first;
    while (range.last < space.areas.size() && space.areas[range.last].start < end) ++range.last;
    return range;
}

bool room_for_splits(const AddressSpace& space, VirtAddr start, VirtAddr end) {
    return space.areas.size() + splits(space, start) + splits(space, end) <= kMaxAreas;
}

void split_area(MemoryContext& context, MmId mm, VirtAddr at, AreaChanges& changes) {
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
    count_mapping(context, upper);
    changes.push_back({true, upper});
    emit_area_resize(context, whole.start, whole.end, lower);
    emit_area(context, Rule::area_open, upper);
}

bool give_to_neighbour(MemoryContext& context, MmId mm, const Area& wanted) {
    const std::vector<Area>& areas = context.memory.spaces[mm].areas;
    const std::size_t index = context.memory.spaces[mm].first_area_above(wanted.start);
    const Area& area = areas[index];
    if (area.kind != AreaKind::shm || (area.start == wanted.start && area.end == wanted.end)) return false;
    Area part = wanted;
    part.offset = area.page_index(wanted.start);
    if (area.start == wanted.start && index > 0 && alike(areas[index - 1], part)) {
        move_border(context, mm, index, wanted.end);
        return true;
    }
    if (area.end == wanted.end && index + 1 < areas.size() && alike(part, areas[index + 1])) {
        move_border(context, mm, index + 1, wanted.start);
        return true;
    }
    return false;
}

void merge_areas(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, AreaChanges& changes) {
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
        areas[right - 1].own_pages |= gone.own_pages;
        const Area merged = areas[right - 1];
        areas.erase(areas.begin() + static_cast<Position>(right));
        changes.push_back({false, gone});
        discount_mapping(context, gone);
        emit_area_resize(context, merged.start, gone.start, merged);
        emit_area(context, Rule::area_close, gone);
    }
}

void insert_area(MemoryContext& context, MmId mm, const Area& area) {
    AddressSpace& space = context.memory.spaces.write(mm);
    space.areas.insert(space.areas.begin() + static_cast<Position>(space.first_area_above(area.start)), area);
    count_mapping(context, area);
    emit_area(context, Rule::area_open, area);
}

void close_areas(MemoryContext& context, MmId mm, AreaRange range, AreaChanges& changes) {
    std::vector<Area>& areas = context.memory.spaces.write(mm).areas;
    const auto first = areas.begin() + static_cast<Position>(range.first);
    const auto last = areas.begin() + static_cast<Position>(range.last);
    const AreaChanges closed = [&] {
        AreaChanges gone;
        for (auto area = first; area != last; ++area) gone.push_back({false, *area});
        return gone;
    }();
    areas.erase(first, last);
    for (const AreaChange& change : closed) {
        if (change.area.flags.account) uncommit(context, change.area.pages());
        emit_area(context, Rule::area_close, change.area);
        discount_mapping(context, change.area);
    }
    changes.insert(changes.end(), closed.begin(), closed.end());
}

void count_mapping(MemoryContext& context, const Area& area) {
    if (area.object != kNoObject) ++context.memory.objects.write(area.object).mappings;
}

void discount_mapping(MemoryContext& context, const Area& area) {
    if (area.object == kNoObject) return;
    MemoryObject& object = context.memory.objects.write(area.object);
    if (--object.mappings == 0 && object.anonymous) destroy_object(context, area.object);
}

}  // namespace sim::kernel
