// An address space (mm_struct): areas, the root of the page table, the heap's and the stack's ends.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/limits.h"
#include "sim/hw/mmu.h"
#include "sim/kernel/mm/area.h"

namespace sim::kernel {

// An address space; tasks of one thread group share one.
using MmId = Id<struct MmIdTag, std::uint32_t>;
inline constexpr MmId kNoMm{0xffff'ffff};

// Invariant: areas are sorted by address, page-aligned, not empty, and do not overlap.
struct AddressSpace {
    std::uint32_t users = 1;  // tasks that share it: threads, and a vfork child with its parent
    Pid owner;                // whom its tables and private frames are labelled with
    Pfn root = kNoFrame;      // CR3
    Asid asid;
    std::vector<Area> areas;
    VirtAddr brk_start, brk;         // the heap is [brk_start, brk); brk need not be page-aligned
    VirtAddr mmap_top{kMmapTop};     // mappings without an address grow down from here
    std::uint64_t rss = 0;           // present last-level entries but those of the zero page
    std::uint64_t minor_faults = 0;  // served so far

    hw::MmuContext mmu() const { return {asid, root}; }

    // The area that contains `address`; nullptr for none. Valid until the areas change.
    const Area* find_area(VirtAddr address) const;
    // Index of the first area that ends above `address`; areas.size() for none.
    std::size_t first_area_above(VirtAddr address) const;
    // No area touches [start, start + bytes).
    bool range_free(VirtAddr start, std::uint64_t bytes) const;
    // Highest page-aligned address below mmap_top where `bytes` fit; VirtAddr{} when nowhere. No guard gap between
    // areas but under the stack.
    VirtAddr find_gap(std::uint64_t bytes) const;
};
std::uint64_t state_hash(const AddressSpace& space);

// Bytes kept free below the stack (stack_guard_gap: 256 pages).
inline constexpr std::uint64_t kStackGuardGap = 256 * kPageSize;
// Bytes of the stack area a new program starts with, as Linux shows it: 132 KiB.
inline constexpr std::uint64_t kInitialStack = 33 * kPageSize;

}  // namespace sim::kernel
