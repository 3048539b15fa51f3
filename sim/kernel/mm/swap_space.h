// Swap space: slots of one page on a disk, and how many references each has.
//
//   private page   every entry that held the frame holds the slot: fork copies the entry and counts one more
//   shared page    the memory object remembers the slot; the entries are empty, as before the first touch
//
// A slot that nothing refers to is free. The lowest free slot is given out first. Slot 0 is the header, as on Linux.
//
// Known inaccuracies: no swap cache, so a page read back leaves the swap space at once and each process that shared it
// through fork reads a copy of its own.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/base/cow.h"
#include "sim/base/ids.h"
#include "sim/hw/physical_memory.h"

namespace sim::kernel {

using SwapSlot = std::uint32_t;
inline constexpr SwapSlot kNoSlot = 0;

class SwapSpace {
public:
    explicit SwapSpace(std::uint32_t pages = 0) : references_(pages + 1), contents_(pages + 1) {}

    // Slots there are, slots in use.
    std::uint32_t size() const { return static_cast<std::uint32_t>(references_.size()) - 1; }
    std::uint32_t used() const { return used_; }
    bool full() const { return used_ == size(); }
    std::uint32_t references(SwapSlot slot) const { return references_[slot]; }

    // Copies a frame to a free slot, which then has `references` of them; the swap space must not be full.
    SwapSlot store(const hw::PhysicalMemory& memory, Pfn pfn, std::uint32_t references);
    // Copies a slot's page to a frame.
    void load(SwapSlot slot, hw::PhysicalMemory& memory, Pfn pfn) const { memory.copy_from(contents_, Pfn{slot}, pfn); }
    // One reference more; one fewer: whether that freed the slot.
    void share(SwapSlot slot) { ++references_.write(slot); }
    bool drop(SwapSlot slot);
    // The page in a slot, for reading and for writing.
    std::span<const std::uint8_t, kPageSize> read(SwapSlot slot) const { return contents_.read(Pfn{slot}); }
    std::span<std::uint8_t, kPageSize> write(SwapSlot slot) { return contents_.write(Pfn{slot}); }

    // Calls visit(slot, references) for every slot in use, ascending.
    template <class Visit>
    void for_each_used(Visit visit) const {
        references_.for_each_present([&](std::size_t slot, std::uint32_t references) {
            if (references != 0) visit(static_cast<SwapSlot>(slot), references);
        });
    }

    std::uint64_t hash() const { return hash_mix(references_.hash(), contents_.hash()); }

private:
    CowArray<std::uint32_t> references_;
    hw::PhysicalMemory contents_;
    std::uint32_t used_ = 0;
    SwapSlot lowest_ = 1;  // no lower slot is free
};

}  // namespace sim::kernel
