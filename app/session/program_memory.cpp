#include "app/session/program_memory.h"

#include <algorithm>
#include <iterator>

#include "app/host/helper/protocol.h"
#include "sim/report/operation.h"

namespace app::session {

using sim::kPageSize;
using sim::Pid;
using sim::VirtAddr;
using sim::report::AreaKind;

namespace {

bool belongs_to_program(const sim::kernel::Area& area) {
    return area.kind == AreaKind::text || area.kind == AreaKind::data || area.kind == AreaKind::heap ||
           area.kind == AreaKind::stack;
}

// What operation.h says a process by hand has, what lies above all mappings, and the helper's own program.
struct Range {
    std::uint64_t start, end;
    bool touches(Range other) const { return start < other.end && other.start < end; }
};
Range range_of(std::uint64_t start, std::uint64_t bytes) {
    return {start, start + bytes < start ? sim::kUserTop : start + std::max<std::uint64_t>(bytes, 1)};
}
constexpr Range kKept[] = {{sim::kTextBase, sim::report::kScratch + sim::report::kScratchBytes},
                           {sim::kMmapTop, sim::kUserTop},
                           {HELPER_IMAGE_BASE, HELPER_IMAGE_END}};

}  // namespace

const sim::kernel::AddressSpace* ProgramMemory::space_of(Pid pid) const {
    const sim::kernel::Kernel& kernel = machine_.kernel();
    const sim::kernel::Task* task = kernel.tasks.find(pid);
    if (task == nullptr || task->mm == sim::kernel::kNoMm) return nullptr;
    return &kernel.memory.spaces[task->mm];
}

const sim::kernel::Area* ProgramMemory::area_of(Pid pid, std::uint64_t address) const {
    const sim::kernel::AddressSpace* space = space_of(pid);
    return space == nullptr ? nullptr : space->find_area(VirtAddr{address});
}

bool ProgramMemory::is_private(Pid pid, std::uint64_t address) const {
    const sim::kernel::Area* area = area_of(pid, address);
    return area != nullptr && belongs_to_program(*area);
}

bool ProgramMemory::touches_private(Pid pid, std::uint64_t start, std::uint64_t bytes) const {
    return space_of(pid) != nullptr && (touches_kept(start, bytes) || touches_own(pid, start, bytes));
}

bool ProgramMemory::touches_kept(std::uint64_t start, std::uint64_t bytes) const {
    const Range wanted = range_of(start, bytes);
    return start < sim::kUserTop &&
           std::any_of(std::begin(kKept), std::end(kKept), [&](Range kept) { return kept.touches(wanted); });
}

bool ProgramMemory::touches_own(Pid pid, std::uint64_t start, std::uint64_t bytes) const {
    const Range wanted = range_of(start, bytes);
    const sim::kernel::AddressSpace* space = space_of(pid);
    if (space == nullptr || start >= sim::kUserTop) return false;
    return std::any_of(space->areas.begin(), space->areas.end(), [&](const sim::kernel::Area& area) {
        return belongs_to_program(area) && Range{area.start.value, area.end.value}.touches(wanted);
    });
}

// Pages of data nobody has touched are in the program.
std::string ProgramMemory::bytes_at(Pid pid, std::uint64_t address, std::uint32_t size) const {
    const sim::kernel::Area* area = area_of(pid, address);
    if (area == nullptr) return {};
    std::string bytes(std::min<std::uint64_t>(size, area->end.value - address), '\0');
    for (std::size_t at = 0; at < bytes.size();) {
        const std::uint64_t here = address + at;
        const std::size_t part = std::min<std::size_t>(bytes.size() - at, kPageSize - here % kPageSize);
        const std::vector<std::uint8_t> present = machine_.peek(pid, VirtAddr{here}, part);
        std::copy(present.begin(), present.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
        if (present.size() < part && area->kind == AreaKind::data) initial_bytes(*area, here, part, bytes.data() + at);
        at += part;
    }
    return bytes;
}

void ProgramMemory::initial_bytes(const sim::kernel::Area& area, std::uint64_t address, std::size_t size,
                                  char* to) const {
    const sim::hw::Image& image = *machine_.programs()[area.program.value];
    for (std::size_t i = 0; i < size; ++i) {
        const std::uint64_t offset = address + i - image.data_base().value;
        if (offset < image.data.size()) to[i] = static_cast<char>(image.data[offset]);
    }
}

std::string ProgramMemory::text_at(Pid pid, std::uint64_t address) const {
    const std::string bytes = bytes_at(pid, address, sim::kPathMax);
    return bytes.substr(0, bytes.find('\0'));
}

}  // namespace app::session
