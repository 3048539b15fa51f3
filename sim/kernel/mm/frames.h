// Frames as the operations take, map and give them: each change reported.
#pragma once

#include <optional>

#include "sim/kernel/mm/memory.h"

namespace sim::kernel {

// Takes a frame. When none is free, text pages no process maps are given up, then pages go to swap space (reclaim.h):
// whoever holds the frame of an object's page, or an entry, over this call must look again. nullopt: none left.
std::optional<Pfn> take_frame(MemoryContext& context, const FrameInfo& info);
// Gives a frame back, all zeroes.
void give_frame(MemoryContext& context, Pfn pfn);

// One reference fewer to a swap slot; the last one frees it.
void drop_slot(MemoryContext& context, SwapSlot slot);
// Fills a new frame from a swap slot and drops the reference.
void load_slot(MemoryContext& context, SwapSlot slot, Pfn pfn, const FrameInfo& info);

// One more, one fewer entry points to a frame. Mappings of the zero page are not counted.
void add_mapping(MemoryContext& context, Pfn pfn);
void drop_mapping(MemoryContext& context, Pfn pfn);

// A private frame that no entry points to any more.
bool abandoned(const Memory& memory, Pfn pfn);

// The frame of page `index` of an object: read back from swap space, or taken (and filled, for a program's text) at
// the first touch. nullopt: no frame left, or none promised (may_add_page).
std::optional<Pfn> object_frame(MemoryContext& context, ObjectId object, std::uint64_t index);

}  // namespace sim::kernel
