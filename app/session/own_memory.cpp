#include "app/session/own_memory.h"

#include "app/session/program_memory.h"

namespace app::session {

using sim::kPageSize;
using sim::VirtAddr;
using sim::report::AreaKind;

namespace {

bool present(const sim::machine::Machine& machine, sim::Pid pid, VirtAddr page) {
    return machine.peek(pid, page, 1).size() == 1;
}

std::string page_bytes(const sim::machine::Machine& machine, sim::Pid pid, VirtAddr page) {
    return ProgramMemory(machine).bytes_at(pid, page.value, static_cast<std::uint32_t>(kPageSize));
}

void add_present_pages(const sim::machine::Machine& machine, const sim::kernel::Area& area, host::OwnMemory& memory) {
    for (VirtAddr page = area.start; page < area.end; page = page + kPageSize) {
        if (present(machine, memory.pid, page)) memory.pieces.push_back({page, page_bytes(machine, memory.pid, page)});
    }
}

}  // namespace

host::OwnMemory own_memory_of(const sim::machine::Machine& machine, sim::Pid pid) {
    const sim::kernel::Task& task = machine.kernel().tasks[pid];
    const sim::kernel::AddressSpace& space = machine.kernel().memory.spaces[task.mm];
    host::OwnMemory memory;
    memory.pid = pid;
    memory.heap = space.brk_start;
    for (const sim::kernel::Area& area : space.areas) {
        if (area.kind == AreaKind::text) {
            memory.program = area.program.value;
            memory.data = area.end;
            memory.text =
                ProgramMemory(machine).bytes_at(pid, area.start.value, static_cast<std::uint32_t>(area.bytes()));
        } else if (area.kind == AreaKind::stack) {
            memory.stack = area.start;
        }
        if (area.kind == AreaKind::data || area.kind == AreaKind::stack) add_present_pages(machine, area, memory);
    }
    return memory;
}

std::optional<host::OwnMemory::Piece> initial_page(const sim::machine::Machine& machine, sim::Pid pid,
                                                   VirtAddr address) {
    const VirtAddr page = address.page();
    const sim::kernel::Area* area = ProgramMemory(machine).area_of(pid, page.value);
    if (area == nullptr || area->kind != AreaKind::data || present(machine, pid, page)) return std::nullopt;
    const sim::hw::Image& image = *machine.programs()[area->program.value];
    if (page.value >= image.data_base().value + sim::page_round_up(image.data.size())) return std::nullopt;
    return host::OwnMemory::Piece{page, page_bytes(machine, pid, page)};
}

}  // namespace app::session
