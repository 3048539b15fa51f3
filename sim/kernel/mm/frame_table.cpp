#include "sim/kernel/mm/frame_table.h"

#include <algorithm>
#include <numeric>

#include "sim/base/limits.h"

namespace sim::kernel {
namespace {

// About 0.618 of the table, so that consecutive steps spread evenly; moved by the seed, and coprime to the size so
// that the stride meets every frame.
std::uint32_t choose_stride(std::uint32_t frames, std::uint64_t seed) {
    if (frames < 2) return 1;
    const std::uint64_t golden = std::uint64_t{frames} * 618 / 1000;
    auto stride = static_cast<std::uint32_t>((golden + hash_mix(seed, 1) % (frames / 8 + 1)) % frames);
    while (std::gcd(stride, frames) != 1) stride = (stride + 1) % frames;
    return stride;
}

}  // namespace

std::uint64_t state_hash(const FrameInfo& info) {
    const std::uint64_t owner = static_cast<std::uint64_t>(info.owner) | std::uint64_t{info.ipc_ns.value} << 8;
    std::uint64_t hash = hash_mix(owner, info.owner_id);
    return hash_mix(hash, std::uint64_t{info.index} << 32 | info.mapcount);
}

FrameTable::FrameTable(std::uint32_t frames, std::uint64_t seed)
    : frames_(frames), stride_(choose_stride(frames, seed)) {
    const std::uint32_t kernel = std::min(frames, kKernelFrames);
    for (std::uint32_t pfn = 0; pfn < kernel; ++pfn) frames_.write(pfn).owner = report::FrameOwner::kernel;
    free_ = frames - kernel;
    lowest_ = kernel;
    if (frames != 0) next_ = static_cast<std::uint32_t>(hash_mix(seed, 2) % frames);
}

std::optional<Pfn> FrameTable::allocate(const FrameInfo& info) {
    if (free_ == 0) return std::nullopt;
    const Pfn pfn = info.owner == report::FrameOwner::table ? take_lowest() : take_scattered();
    frames_.write(pfn.value) = info;
    --free_;
    return pfn;
}

void FrameTable::release(Pfn pfn) {
    frames_.write(pfn.value) = FrameInfo{};
    ++free_;
    lowest_ = std::min(lowest_, pfn.value);
    if (recent_count_ < kRecent) recent_[recent_count_++] = pfn.value;
}

Pfn FrameTable::take_lowest() {
    while (!is_free(lowest_)) ++lowest_;
    return Pfn{lowest_++};
}

Pfn FrameTable::take_scattered() {
    while (recent_count_ > 0) {
        const std::uint32_t pfn = recent_[--recent_count_];
        if (is_free(pfn)) return Pfn{pfn};
    }
    do {
        next_ = static_cast<std::uint32_t>((std::uint64_t{next_} + stride_) % size());
    } while (!is_free(next_));
    return Pfn{next_};
}

std::uint64_t FrameTable::hash() const {
    std::uint64_t hash = hash_mix(frames_.hash(), std::uint64_t{lowest_} << 32 | next_);
    for (std::uint32_t i = 0; i < recent_count_; ++i) hash = hash_mix(hash, recent_[i]);
    return hash;
}

}  // namespace sim::kernel
