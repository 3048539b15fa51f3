#include "sim/kernel/mm/address_space.h"

#include <algorithm>

#include "sim/base/hash.h"

namespace sim::kernel {
namespace {

// Where an area's claim begins: the guard gap under the stack belongs to it.
std::uint64_t claimed_start(const Area& area) {
    const std::uint64_t gap = area.kind == report::AreaKind::stack ? kStackGuardGap : 0;
    return area.start.value > gap ? area.start.value - gap : 0;
}

}  // namespace

std::size_t AddressSpace::first_area_above(VirtAddr address) const {
    const auto above = std::upper_bound(areas.begin(), areas.end(), address,
                                        [](VirtAddr at, const Area& area) { return at < area.end; });
    return static_cast<std::size_t>(above - areas.begin());
}

const Area* AddressSpace::find_area(VirtAddr address) const {
    const std::size_t index = first_area_above(address);
    return index < areas.size() && areas[index].start <= address ? &areas[index] : nullptr;
}

bool AddressSpace::range_free(VirtAddr start, std::uint64_t bytes) const {
    const std::size_t index = first_area_above(start);
    return index == areas.size() || areas[index].start.value >= start.value + bytes;
}

VirtAddr AddressSpace::find_gap(std::uint64_t bytes) const {
    std::uint64_t ceiling = mmap_top.value;
    for (std::size_t index = areas.size(); index-- > 0;) {
        const Area& area = areas[index];
        if (area.end.value <= ceiling && ceiling - area.end.value >= bytes) break;
        ceiling = std::min(ceiling, claimed_start(area));
    }
    return ceiling >= kMmapMinAddr && ceiling - kMmapMinAddr >= bytes ? VirtAddr{ceiling - bytes} : VirtAddr{};
}

std::uint64_t state_hash(const AddressSpace& space) {
    std::uint64_t hash = hash_mix(std::uint64_t{space.root.value} << 32 | space.asid.value,
                                  std::uint64_t{space.users} << 32 | static_cast<std::uint32_t>(space.owner.value));
    for (const Area& area : space.areas) hash = hash_mix(hash, state_hash(area));
    hash = hash_mix(hash_mix(hash, space.brk_start.value), space.brk.value);
    hash = hash_mix(hash_mix(hash, space.mmap_top.value), space.rss);
    return hash_mix(hash, space.minor_faults);
}

}  // namespace sim::kernel
