#include "sim/kernel/mm/memory_object.h"

#include <algorithm>

namespace sim::kernel {

Pfn MemoryObject::frame(std::uint64_t index) const {
    const auto region = regions_.find(index / kRegionPages);
    const std::uint64_t at = index % kRegionPages;
    if (region == regions_.end() || at >= region->second.size()) return kNoFrame;
    return region->second[at].pfn;
}

void MemoryObject::set_frame(std::uint64_t index, Pfn pfn) {
    const std::uint64_t first = index - index % kRegionPages;
    CowArray<ObjectPage>& frames = regions_[index / kRegionPages];
    if (index - first >= frames.size()) frames.resize(std::min(kRegionPages, std::max(pages_, index + 1) - first));
    ObjectPage& page = frames.write(index - first);
    resident_ += (pfn != kNoFrame);
    resident_ -= (page.pfn != kNoFrame);
    page.pfn = pfn;
}

std::uint64_t MemoryObject::hash() const {
    std::uint64_t hash = hash_mix(pages_, std::uint64_t{owner_id_} << 8 | static_cast<std::uint64_t>(owner_));
    for (const auto& [region, frames] : regions_) hash = hash_mix(hash_mix(hash, region), frames.hash());
    return hash;
}

}  // namespace sim::kernel
