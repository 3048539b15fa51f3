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

std::uint64_t Chooser::one_of_descriptors(bool pipes_too) {
    const auto& files = kernel().tasks[self_].descriptors.all();
    std::vector<std::uint64_t> open;
    for (std::size_t fd = 3; fd < files.size(); ++fd) {
        if (files[fd] == sim::kernel::kNoFile) continue;
        if (pipes_too || kernel().files[files[fd]].kind != sim::kernel::FileKind::pipe) open.push_back(fd);
    }
    if (open.empty() || once_in(10)) return one_of<std::uint64_t>({999, 99, ~0ull});
    return one_of(open);
}

std::uint64_t Chooser::descriptor() {
    return one_of_descriptors(true);
}
std::uint64_t Chooser::file_descriptor() {
    return one_of_descriptors(false);
}

}  // namespace random_compare
