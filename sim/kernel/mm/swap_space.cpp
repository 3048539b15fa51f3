#include "sim/kernel/mm/swap_space.h"

#include <algorithm>

namespace sim::kernel {

SwapSlot SwapSpace::store(const hw::PhysicalMemory& memory, Pfn pfn, std::uint32_t references) {
    while (references_[lowest_] != 0) ++lowest_;
    const SwapSlot slot = lowest_++;
    references_.write(slot) = references;
    contents_.copy_from(memory, pfn, Pfn{slot});
    ++used_;
    return slot;
}

bool SwapSpace::drop(SwapSlot slot) {
    if (--references_.write(slot) != 0) return false;
    contents_.clear(Pfn{slot});
    lowest_ = std::min(lowest_, slot);
    --used_;
    return true;
}

}  // namespace sim::kernel
