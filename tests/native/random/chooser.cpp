#include "tests/native/random/chooser.h"

namespace random_compare {

std::vector<sim::kernel::Area> Chooser::areas() const {
    const sim::kernel::Task& task = kernel().tasks[self_];
    std::vector<sim::kernel::Area> found;
    if (task.mm == sim::kernel::kNoMm) return found;
    for (const sim::kernel::Area& area : kernel().memory.spaces[task.mm].areas) {
        const bool outside_program = area.start.value >= kFixedBase - 0x1000'0000 && area.start.value < sim::kMmapTop;
        if (outside_program) found.push_back(area);
    }
    return found;
}

std::uint64_t Chooser::address(std::uint64_t nonsense_once_in) {
    const std::vector<sim::kernel::Area> mine = areas();
    const bool nonsense = once_in(nonsense_once_in);
    if (mine.empty() || nonsense) {
        return one_of<std::uint64_t>({0, fixed_address(), 0x1000, fixed_address() + 8, 0xffff'8000'0000'0000,
                                      sim::kUserTop - sim::kPageSize, ~std::uint64_t{0}});
    }
    const sim::kernel::Area& area = mine[below(mine.size())];
    const std::uint64_t pages = std::min<std::uint64_t>(area.pages(), 16);
    const std::uint64_t odd = once_in(10) ? 8 : 0;
    return area.start.value + below(pages) * sim::kPageSize + odd;
}

}  // namespace random_compare
