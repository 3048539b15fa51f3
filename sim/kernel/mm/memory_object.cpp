#include "sim/kernel/mm/memory_object.h"

#include <algorithm>

namespace sim::kernel {

ObjectPage MemoryObject::page(std::uint64_t index) const {
    const auto region = regions_.find(index / kRegionPages);
    const std::uint64_t at = index % kRegionPages;
    if (region == regions_.end() || at >= region->second.size()) return {};
    return region->second[at];
}

void MemoryObject::set_page(std::uint64_t index, ObjectPage page) {
    const std::uint64_t first = index - index % kRegionPages;
    CowArray<ObjectPage>& pages = regions_[index / kRegionPages];
    if (index - first >= pages.size()) pages.resize(std::min(kRegionPages, std::max(pages_, index + 1) - first));
    ObjectPage& at = pages.write(index - first);
    resident_ += (page.pfn != kNoFrame);
    resident_ -= (at.pfn != kNoFrame);
    swapped_ += (page.slot != kNoSlot);
    swapped_ -= (at.slot != kNoSlot);
    at = page;
}

std::uint64_t MemoryObject::hash() const {
    const std::uint64_t owner = static_cast<std::uint64_t>(owner_) | std::uint64_t{ipc_ns_.value} << 8;
    std::uint64_t hash = hash_mix(pages_, std::uint64_t{owner_id_} << 32 | owner);
    hash = hash_mix(hash_mix(hash, mappings), committed << 3 | anonymous * 4u | reserved * 2u | locked);
    for (const auto& [region, pages] : regions_) hash = hash_mix(hash_mix(hash, region), pages.hash());
    return hash;
}

}  // namespace sim::kernel
