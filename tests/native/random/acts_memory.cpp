// Accesses and what changes areas.
#include "tests/native/random/chooser.h"

namespace random_compare {
namespace {

using Made = std::optional<Operation>;

constexpr std::uint32_t kMprotect = 10, kMunmap = 11, kMremap = 25;

Made access(Chooser& chooser, Operation::Kind kind) {
    Operation operation;
    operation.pid = chooser.self();
    operation.kind = kind;
    // Most accesses are good ones: a process that dies shows little more.
    if (chooser.areas().empty() && !chooser.once_in(10)) return std::nullopt;
    std::uint64_t address = chooser.address(60);
    // Non-canonical addresses raise another exception, and the pages at the top are each kernel's own.
    if (address >= kFixedBase + 0x10'0000 && chooser.areas().empty()) address = chooser.fixed_address();
    if (address >= sim::kMmapTop) address = 0;
    operation.args[0] = address;
    operation.args[1] = chooser.once_in(3) ? 1 : 8;
    operation.args[2] = kind == Operation::Kind::store ? 1 + chooser.below(255) : 0;
    return operation;
}

Made load(Chooser& chooser) {
    return access(chooser, Operation::Kind::load);
}
Made store(Chooser& chooser) {
    return access(chooser, Operation::Kind::store);
}

// A range in and around one area, never reaching what lies above all mappings.
std::optional<std::array<std::uint64_t, 2>> range(Chooser& chooser) {
    const std::vector<sim::kernel::Area> areas = chooser.areas();
    if (areas.empty()) return std::nullopt;
    const sim::kernel::Area& area = areas[chooser.below(areas.size())];
    const std::uint64_t first = chooser.below(std::min<std::uint64_t>(area.pages(), 8));
    const std::uint64_t start = area.start.value + first * sim::kPageSize;
    const std::uint64_t length = chooser.one_of<std::uint64_t>({4096, area.bytes(), 8192, 12288, 1, 0});
    return std::array{start, std::min(length, sim::kMmapTop - start)};
}

Made unmap(Chooser& chooser) {
    const auto where = range(chooser);
    if (!where) return std::nullopt;
    const std::uint64_t odd = chooser.once_in(16) ? 8 : 0;
    return call(chooser, kMunmap, {(*where)[0] + odd, (*where)[1]});
}

Made protect(Chooser& chooser) {
    const auto where = range(chooser);
    if (!where) return std::nullopt;
    const std::uint64_t protection = chooser.one_of<std::uint64_t>({3, 1, 0, 2, 5, 7, 1, 16});
    return call(chooser, kMprotect, {(*where)[0], (*where)[1], protection});
}

// Of private anonymous memory the two kernels may have one area or several (app/session/compare_processes.cpp), and
// mremap takes one only.
Made move(Chooser& chooser) {
    std::vector<sim::kernel::Area> shared = chooser.areas();
    std::erase_if(shared, [](const sim::kernel::Area& area) { return !area.perms.shared; });
    if (shared.empty()) return std::nullopt;
    const sim::kernel::Area& area = chooser.one_of(shared);
    const std::uint64_t first = chooser.below(std::min<std::uint64_t>(area.pages(), 4)) * sim::kPageSize;
    const std::uint64_t start = area.start.value + first;
    const std::uint64_t length = chooser.one_of<std::uint64_t>({area.bytes() - first, 4096, 0, 8192});
    const std::uint64_t new_bytes = chooser.one_of<std::uint64_t>({4096, 8192, area.bytes(), 65536, 0});
    // MREMAP_MAYMOVE 1, MREMAP_FIXED 2
    const std::uint64_t flags = chooser.one_of<std::uint64_t>({1, 0, 3, 1, 2});
    // Newer kernels move several areas at once.
    const std::uint64_t old_bytes = std::min(length, (flags == 3 ? area.end.value : sim::kMmapTop) - start);
    return call(chooser, kMremap, {start, old_bytes, new_bytes, flags, chooser.fixed_address()});
}

}  // namespace

std::vector<Act> memory_acts() {
    return {
        {"load", 14, load}, {"store", 14, store}, {"munmap", 4, unmap}, {"mprotect", 4, protect}, {"mremap", 2, move}};
}

}  // namespace random_compare
