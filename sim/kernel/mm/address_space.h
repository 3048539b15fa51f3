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
    VirtAddr brk_start, brk;            // the heap is [brk_start, brk); brk need not be page-aligned
    VirtAddr arguments, arguments_end;  // argv's strings, as exec put them on the stack
    VirtAddr mmap_top{kMmapTop};        // mappings without an address grow down from here
    std::uint64_t rss = 0;              // present last-level entries but those of the zero page
    std::uint64_t swapped = 0;          // last-level entries that hold a swap slot
    std::uint64_t minor_faults = 0;     // served so far
    std::uint64_t major_faults = 0;     // those that read a page back from swap
    bool lock_future = false;           // mlockall(MCL_FUTURE): new areas are locked
    bool lock_on_fault = false;         // with MCL_ONFAULT: their pages only once touched

    hw::MmuContext mmu() const { return {asid, root}; }

    // The area that contains `address`; nullptr for none. Valid until the areas change.
    const Area* find_area(VirtAddr address) const;
    // Index of the first area that ends above `address`; areas.size() for none.
    std::size_t first_area_above(VirtAddr address) const;
    // No area touches [start, start + bytes).
    bool range_free(VirtAddr start, std::uint64_t bytes) const;
    // Where a mapping that may be anywhere goes: the highest page-aligned address below mmap_top where `bytes` fit,
    // else the lowest from kBottomUpBase on; VirtAddr{} when nowhere. No guard gap between areas but under the stack.
    VirtAddr find_gap(std::uint64_t bytes) const;
    // Whether [start, start + bytes) is free and leaves the stack its guard gap: where a hint is followed.
    bool gap_at(VirtAddr start, std::uint64_t bytes) const;
    // Pages of all areas: VmSize. Those of locked areas: VmLck.
    std::uint64_t total_pages() const;
    std::uint64_t locked_pages() const;
};
std::uint64_t state_hash(const AddressSpace& space);

// Where bottom-up mappings begin: a third of the user's address space (TASK_UNMAPPED_BASE).
inline constexpr std::uint64_t kBottomUpBase = (kUserTop / 3 + kPageMask) & ~kPageMask;
// Bytes kept free below the stack (stack_guard_gap: 256 pages).
inline constexpr std::uint64_t kStackGuardGap = 256 * kPageSize;
// Bytes of the stack area a new program starts with, as Linux shows it: 132 KiB.
inline constexpr std::uint64_t kInitialStack = 33 * kPageSize;

}  // namespace sim::kernel
