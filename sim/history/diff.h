// What differs between two states: what the picture shows as "this just changed".
#pragma once

#include <compare>
#include <cstdint>
#include <set>

#include "sim/report/rows.h"

namespace sim::history {

// A page or an area of one process: its address says which.
struct PlaceId {
    Pid pid;
    VirtAddr address;
    auto operator<=>(const PlaceId&) const = default;
};

// Everything that was added, removed or changed. What is removed is in `before` only.
struct Changes {
    std::set<PlaceId> pages;  // by page address: page-table entries
    std::set<PlaceId> areas;  // by start
    std::set<Pfn> frames;     // owner or map count; not their bytes
    std::set<ShmId> segments;
    std::set<Pid> processes;  // anything a TaskRow says but its lines
    bool tlb = false;

    bool empty() const;
};

Changes diff(const report::State& before, const report::State& after);

}  // namespace sim::history
