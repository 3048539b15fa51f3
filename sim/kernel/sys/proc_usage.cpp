// What the pages of an area come to: the numbers of smaps.
//
// Known inaccuracies: a page of an object that nobody maps dirty any more counts as dirty when it is not all zeroes.
#include <algorithm>

#include "sim/kernel/mm/page_table.h"
#include "sim/kernel/sys/proc_reader.h"

namespace sim::kernel {
namespace {

using report::FrameOwner;

bool all_zero(const hw::Hardware& hardware, Pfn pfn) {
    const auto bytes = hardware.memory.read(pfn);
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

// Fractions of pages, as PSS_SHIFT of Linux keeps them: 4096 a byte.
constexpr std::uint64_t kShare = 4096;

struct PageFacts {
    FrameInfo info;
    bool dirty = false, accessed = false;
};

void count_page(const PageFacts& page, bool locked, AreaUsage& usage) {
    const std::uint64_t users = std::max<std::uint32_t>(page.info.mapcount, 1);
    const std::uint64_t share = kPageSize * kShare / users;
    const bool anonymous = page.info.owner == FrameOwner::private_;
    const bool file = page.info.owner == FrameOwner::cache;
    usage.rss += kPageSize;
    usage.pss += share;
    if (page.dirty) usage.pss_dirty += share;
    if (locked) usage.locked += share;
    if (page.accessed) usage.referenced += kPageSize;
    if (anonymous) usage.anonymous += kPageSize;
    (anonymous ? usage.pss_anonymous : file ? usage.pss_file : usage.pss_shmem) += share;
    (anonymous ? usage.rss_anonymous : file ? usage.rss_file : usage.rss_shmem) += kPageSize;
    if (users > 1) {
        (page.dirty ? usage.shared_dirty : usage.shared_clean) += kPageSize;
    } else {
        (page.dirty ? usage.private_dirty : usage.private_clean) += kPageSize;
    }
}

// Pages of a shared area's object that lie in swap space: whoever touched them.
std::uint64_t swapped_object_bytes(const ProcReader& reader, const Area& area) {
    std::uint64_t bytes = 0;
    reader.kernel.memory.objects[area.object].for_each_page([&](std::uint64_t index, const ObjectPage& page) {
        const bool inside = index >= area.offset && index - area.offset < area.pages();
        if (inside && page.slot != kNoSlot) bytes += kPageSize;
    });
    return bytes;
}

AreaUsage in_bytes(AreaUsage usage) {
    for (std::uint64_t AreaUsage::*share :
         {&AreaUsage::pss, &AreaUsage::pss_dirty, &AreaUsage::locked, &AreaUsage::pss_anonymous, &AreaUsage::pss_file,
          &AreaUsage::pss_shmem, &AreaUsage::swap_pss}) {
        usage.*share /= kShare;
    }
    return usage;
}

// Shares still count 4096 a byte.
AreaUsage usage_of(const ProcReader& reader, const AddressSpace& space, const Area& area,
                   const std::vector<Pfn>& dirty) {
    AreaUsage usage;
    const Memory& memory = reader.kernel.memory;
    for_each_used_entry(
        reader.hardware.memory, space.root, area.start, area.end, [&](VirtAddr, EntryPlace, hw::Pte entry) {
            if (is_swap(entry)) {
                usage.swap += kPageSize;
                usage.swap_pss += kPageSize * kShare / std::max(memory.swap.references(slot_of(entry)), 1u);
                return;
            }
            if (!maps_frame(entry) || entry.pfn() == kZeroFrame) return;
            const bool is_dirty = std::binary_search(dirty.begin(), dirty.end(), entry.pfn());
            count_page({memory.frames[entry.pfn()], is_dirty, entry.accessed()}, area.flags.locked, usage);
        });
    if (area.object != kNoObject && area.perms.shared) usage.swap += swapped_object_bytes(reader, area);
    return usage;
}

}  // namespace

AreaUsage& AreaUsage::operator+=(const AreaUsage& other) {
    for (std::uint64_t AreaUsage::*part :
         {&AreaUsage::rss, &AreaUsage::pss, &AreaUsage::pss_dirty, &AreaUsage::shared_clean, &AreaUsage::shared_dirty,
          &AreaUsage::private_clean, &AreaUsage::private_dirty, &AreaUsage::referenced, &AreaUsage::anonymous,
          &AreaUsage::swap, &AreaUsage::swap_pss, &AreaUsage::locked, &AreaUsage::pss_anonymous, &AreaUsage::pss_file,
          &AreaUsage::pss_shmem, &AreaUsage::rss_anonymous, &AreaUsage::rss_file, &AreaUsage::rss_shmem}) {
        this->*part += other.*part;
    }
    return *this;
}

std::vector<Pfn> dirty_frames(const ProcReader& reader) {
    std::vector<Pfn> dirty;
    reader.kernel.memory.spaces.for_each([&](MmId, const AddressSpace& space) {
        for_each_entry(reader.hardware.memory, space.root, VirtAddr{0}, VirtAddr{kUserTop},
                       [&](VirtAddr, EntryPlace, hw::Pte entry) {
                           if (entry.dirty()) dirty.push_back(entry.pfn());
                       });
    });
    reader.kernel.memory.frames.for_each_used([&](Pfn pfn, const FrameInfo& info) {
        const bool object = info.owner == FrameOwner::segment || info.owner == FrameOwner::object;
        if (object && !all_zero(reader.hardware, pfn)) dirty.push_back(pfn);
    });
    std::sort(dirty.begin(), dirty.end());
    return dirty;
}

AreaUsage area_usage(const ProcReader& reader, const AddressSpace& space, const Area& area,
                     const std::vector<Pfn>& dirty) {
    return in_bytes(usage_of(reader, space, area, dirty));
}

AreaUsage space_usage(const ProcReader& reader, const AddressSpace& space, const std::vector<Pfn>& dirty) {
    AreaUsage sum;
    for (const Area& area : space.areas) sum += usage_of(reader, space, area, dirty);
    return in_bytes(sum);
}

}  // namespace sim::kernel
