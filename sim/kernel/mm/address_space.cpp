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

// The highest gap of `bytes` that ends at `ceiling` or below.
VirtAddr gap_below(const std::vector<Area>& areas, std::uint64_t ceiling, std::uint64_t bytes) {
    for (std::size_t index = areas.size(); index-- > 0;) {
        const Area& area = areas[index];
        if (area.end.value <= ceiling && ceiling - area.end.value >= bytes) break;
        ceiling = std::min(ceiling, claimed_start(area));
    }
    return ceiling >= kMmapMinAddr && ceiling - kMmapMinAddr >= bytes ? VirtAddr{ceiling - bytes} : VirtAddr{};
}

// The lowest gap of `bytes` that begins at `floor` or above.
VirtAddr gap_above(const std::vector<Area>& areas, std::uint64_t floor, std::uint64_t bytes) {
    for (const Area& area : areas) {
        if (area.end.value <= floor) continue;
        if (claimed_start(area) >= floor && claimed_start(area) - floor >= bytes) break;
        floor = area.end.value;
    }
    return kUserTop >= floor && kUserTop - floor >= bytes ? VirtAddr{floor} : VirtAddr{};
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

bool AddressSpace::gap_at(VirtAddr start, std::uint64_t bytes) const {
    // The vdso is no area here, but its place is taken.
    if (start.value < kMmapBase && start.value + bytes > mmap_top.value) return false;
    const std::size_t index = first_area_above(start);
    return index == areas.size() || claimed_start(areas[index]) >= start.value + bytes;
}

VirtAddr AddressSpace::find_gap(std::uint64_t bytes) const {
    if (bytes > kUserTop) return {};
    const VirtAddr below = gap_below(areas, mmap_top.value, bytes);
    return below != VirtAddr{} ? below : gap_above(areas, kBottomUpBase, bytes);
}

std::uint64_t AddressSpace::total_pages() const {
    std::uint64_t pages = 0;
    for (const Area& area : areas) pages += area.pages();
    return pages;
}

std::uint64_t AddressSpace::locked_pages() const {
    std::uint64_t pages = 0;
    for (const Area& area : areas) pages += area.flags.locked ? area.pages() : 0;
    return pages;
}

std::uint64_t state_hash(const AddressSpace& space) {
    std::uint64_t hash = hash_mix(std::uint64_t{space.root.value} << 32 | space.asid.value,
                                  std::uint64_t{space.users} << 32 | static_cast<std::uint32_t>(space.owner.value));
    for (const Area& area : space.areas) hash = hash_mix(hash, state_hash(area));
    hash = hash_mix(hash_mix(hash, space.brk_start.value), space.brk.value);
    hash = hash_mix(hash_mix(hash, space.arguments.value), space.arguments_end.value);
    hash = hash_mix(hash_mix(hash, space.mmap_top.value), space.rss);
    hash = hash_mix(hash_mix(hash, space.minor_faults), space.major_faults);
    return hash_mix(hash, space.swapped << 2 | space.lock_future * 2u | space.lock_on_fault);
}

}  // namespace sim::kernel
