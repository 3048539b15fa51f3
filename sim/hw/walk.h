// The hardware's page-table walk: reads only, and reports every level it read.
#pragma once

#include <array>
#include <cstdint>

#include "sim/base/ids.h"
#include "sim/hw/physical_memory.h"
#include "sim/hw/pte.h"

namespace sim::hw {

// One table entry the walk read.
struct WalkLevel {
    Pfn table;                // frame that holds the table
    std::uint32_t index = 0;  // entry in it, 0..511
    Pte entry;                // what it read
};

struct Walk {
    // levels[0] is the PML4's entry, levels[3] the PT's; only the first `depth` were read.
    std::array<WalkLevel, kLevels> levels{};
    int depth = 0;

    // All four levels were read and the last entry is present.
    bool mapped() const { return depth == kLevels && levels[kLevels - 1].entry.present(); }
    // The last-level entry; Pte{} when the walk ended above it.
    Pte pte() const { return depth == kLevels ? levels[kLevels - 1].entry : Pte{}; }
};

// Walks from the PML4 in frame `root` towards `address`, ending at the first entry not present.
Walk walk(const PhysicalMemory& memory, Pfn root, VirtAddr address);

}  // namespace sim::hw
