#include "sim/kernel/mm/reverse_map.h"

#include <algorithm>
#include <tuple>

namespace sim::kernel {
namespace {

bool by_frame(const Mapping& a, const Mapping& b) {
    return std::tie(a.pfn, a.mm, a.page) < std::tie(b.pfn, b.mm, b.page);
}

bool page_by_frame(const ObjectPlace& a, const ObjectPlace& b) {
    return a.pfn < b.pfn;
}

void add_space(std::vector<Mapping>& mappings, const hw::PhysicalMemory& physical, MmId mm, const AddressSpace& space) {
    for (const Area& area : space.areas) {
        for_each_entry(physical, space.root, area.start, area.end, [&](VirtAddr page, EntryPlace place, hw::Pte entry) {
            if (entry.pfn() == kZeroFrame) return;
            mappings.push_back({entry.pfn(), mm, page, place, area.flags.locked});
        });
    }
}

}  // namespace

ReverseMap::ReverseMap(const hw::PhysicalMemory& physical, const Memory& memory) {
    memory.spaces.for_each([&](MmId mm, const AddressSpace& space) { add_space(mappings_, physical, mm, space); });
    memory.objects.for_each([&](ObjectId id, const MemoryObject& object) {
        object.for_each_resident([&](std::uint64_t index, Pfn pfn) { pages_.push_back({pfn, id, index}); });
    });
    std::sort(mappings_.begin(), mappings_.end(), by_frame);
    std::sort(pages_.begin(), pages_.end(), page_by_frame);
}

std::vector<Mapping> ReverseMap::mappings(Pfn pfn) const {
    auto first = std::partition_point(mappings_.begin(), mappings_.end(),
                                      [pfn](const Mapping& mapping) { return mapping.pfn < pfn; });
    std::vector<Mapping> found;
    for (; first != mappings_.end() && first->pfn == pfn; ++first) found.push_back(*first);
    return found;
}

std::optional<ObjectPlace> ReverseMap::object_page(Pfn pfn) const {
    const auto found = std::lower_bound(pages_.begin(), pages_.end(), ObjectPlace{pfn, kNoObject}, page_by_frame);
    return found != pages_.end() && found->pfn == pfn ? std::optional(*found) : std::nullopt;
}

}  // namespace sim::kernel
