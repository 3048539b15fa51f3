#include "sim/hw/image.h"

#include <algorithm>

namespace sim::hw {

const Function* Image::function_at(std::uint32_t index) const {
    const auto after = std::upper_bound(functions.begin(), functions.end(), index,
                                        [](std::uint32_t wanted, const Function& f) { return wanted < f.first; });
    if (after == functions.begin()) return nullptr;
    const Function& candidate = *std::prev(after);
    return index < candidate.end ? &candidate : nullptr;
}

}  // namespace sim::hw
