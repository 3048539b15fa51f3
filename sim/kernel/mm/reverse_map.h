// Who leads to which frame, found by walking every page table and object once: what Linux keeps as its reverse map.
#pragma once

#include <optional>
#include <vector>

#include "sim/kernel/mm/page_table.h"

namespace sim::kernel {

// An entry that maps a frame.
struct Mapping {
    Pfn pfn;
    MmId mm;
    VirtAddr page;
    EntryPlace place;
    bool locked = false;  // its area is
};

// The page of an object that has a frame.
struct ObjectPlace {
    Pfn pfn;
    ObjectId object;
    std::uint64_t index = 0;
};

class ReverseMap {
public:
    ReverseMap(const hw::PhysicalMemory& physical, const Memory& memory);

    // The entries that map a frame, by address space and address; the zero page's are not known here.
    std::vector<Mapping> mappings(Pfn pfn) const;
    // The object's page a frame holds; nullopt: of no object.
    std::optional<ObjectPlace> object_page(Pfn pfn) const;

private:
    std::vector<Mapping> mappings_;
    std::vector<ObjectPlace> pages_;
};

}  // namespace sim::kernel
