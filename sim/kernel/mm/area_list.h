// Editing the list of areas of an address space: for mm alone. Each edit is reported, tells AreaChanges, and keeps the
// objects' mapping counts and the promises of memory right.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/errno.h"
#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

using AreaChanges = std::vector<AreaChange>;

// Indices [first, last) of areas.
struct AreaRange {
    std::size_t first = 0, last = 0;
};
// Those that have a page in [start, end).
AreaRange areas_between(const AddressSpace& space, VirtAddr start, VirtAddr end);

// Whether cutting out [start, end) leaves no more than kMaxAreas.
bool room_for_splits(const AddressSpace& space, VirtAddr start, VirtAddr end);
// Splits the area `at` lies inside of, if any; the upper part is the one opened.
void split_area(MemoryContext& context, MmId mm, VirtAddr at, AreaChanges& changes);
// Merges areas that touch [start, end] with neighbours that differ in nothing.
void merge_areas(MemoryContext& context, MmId mm, VirtAddr start, VirtAddr end, AreaChanges& changes);
// A part at one end of an area whose closing is counted, as shm's is: such areas are never merged, but the part may go
// to the neighbour that is already as `wanted`, when the border between them moves and no area ends. Whether it went.
bool give_to_neighbour(MemoryContext& context, MmId mm, const Area& wanted);
// Puts an area where nothing is. Its promise has been made.
void insert_area(MemoryContext& context, MmId mm, const Area& area);
// Takes the areas of a range, already whole and without entries, out of the space, with their promises.
void close_areas(MemoryContext& context, MmId mm, AreaRange range, AreaChanges& changes);

// One area more or fewer shows its object; anonymous objects go with the last one.
void count_mapping(MemoryContext& context, const Area& area);
void discount_mapping(MemoryContext& context, const Area& area);

}  // namespace sim::kernel
