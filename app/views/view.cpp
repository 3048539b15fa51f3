#include "app/views/view.h"

namespace app::views {
namespace {

using session::Selection;
using Kind = Selection::Kind;

constexpr std::uint64_t kControlKind = 15;

constexpr std::uint64_t low_bits(std::uint64_t value, int bits) {
    return value & ((1ull << bits) - 1);
}

std::uint64_t pid_bits(sim::Pid pid) {
    return low_bits(static_cast<std::uint32_t>(pid.value), 22);
}

std::uint64_t segment_bits(sim::ShmId shmid) {
    return low_bits(static_cast<std::uint32_t>(shmid.value), 31) << 28 | low_bits(shmid.ns.value, 6) << 22;
}

std::uint64_t payload(const Selection& selection) {
    switch (selection.kind) {
        case Kind::none: return 0;
        case Kind::process: return pid_bits(selection.pid) << 38;
        case Kind::area:
        case Kind::page: return pid_bits(selection.pid) << 38 | low_bits(selection.address.value >> 12, 35);
        case Kind::frame: return selection.pfn.value;
        case Kind::segment: return segment_bits(selection.shmid);
        case Kind::segment_page: return segment_bits(selection.shmid) | low_bits(selection.index, 22);
        case Kind::event: return selection.index;
        case Kind::statement: return pid_bits(selection.pid) << 38 | selection.index;
    }
    return 0;
}

}  // namespace

widgets::HitId hit_id(const Selection& selection) {
    return static_cast<std::uint64_t>(selection.kind) << 60 | payload(selection);
}

Selection selection_of(widgets::HitId id) {
    const auto kind = id >> 60;
    if (kind > static_cast<std::uint64_t>(Kind::statement)) return {};
    const sim::Pid pid{static_cast<std::int32_t>(low_bits(id >> 38, 22))};
    const sim::VirtAddr address{low_bits(id, 35) << 12};
    const sim::IpcNsId ns{static_cast<std::uint16_t>(low_bits(id >> 22, 6))};
    const sim::ShmId shmid{static_cast<std::int32_t>(low_bits(id >> 28, 31)), ns};
    switch (static_cast<Kind>(kind)) {
        case Kind::none: return {};
        case Kind::process: return select_process(pid);
        case Kind::area: return select_area(pid, address);
        case Kind::page: return select_page(pid, address);
        case Kind::frame: return select_frame(sim::Pfn{static_cast<std::uint32_t>(id)});
        case Kind::segment: return select_segment(shmid);
        case Kind::segment_page: return select_segment_page(shmid, static_cast<std::uint32_t>(low_bits(id, 22)));
        case Kind::event: return select_event(static_cast<std::uint32_t>(id));
        case Kind::statement: return select_statement(pid, static_cast<std::uint32_t>(id));
    }
    return {};
}

widgets::HitId control_id(Control control, std::uint64_t payload) {
    return kControlKind << 60 | static_cast<std::uint64_t>(control) << 48 | low_bits(payload, 48);
}

Control control_of(widgets::HitId id) {
    return id >> 60 == kControlKind ? static_cast<Control>(low_bits(id >> 48, 12)) : Control::none;
}

std::uint64_t payload_of(widgets::HitId id) {
    return low_bits(id, 48);
}

bool control(const ViewContext& context, widgets::Rect rect, Control control, std::uint64_t payload,
             std::string_view tooltip) {
    const widgets::HitId id = control_id(control, payload);
    context.canvas.hit(rect, id, tooltip);
    return context.canvas.clicked() == id;
}

bool hot(const ViewContext& context, Control control, std::uint64_t payload) {
    return context.canvas.hovered() == control_id(control, payload);
}

Selection select_process(sim::Pid pid) {
    return {.kind = Kind::process, .pid = pid};
}
Selection select_area(sim::Pid pid, sim::VirtAddr start) {
    return {.kind = Kind::area, .pid = pid, .address = start};
}
Selection select_page(sim::Pid pid, sim::VirtAddr page) {
    return {.kind = Kind::page, .pid = pid, .address = page};
}
Selection select_frame(sim::Pfn pfn) {
    return {.kind = Kind::frame, .pfn = pfn};
}
Selection select_segment(sim::ShmId shmid) {
    return {.kind = Kind::segment, .shmid = shmid};
}
Selection select_segment_page(sim::ShmId shmid, std::uint32_t page) {
    return {.kind = Kind::segment_page, .shmid = shmid, .index = page};
}
Selection select_event(std::uint32_t index) {
    return {.kind = Kind::event, .index = index};
}
Selection select_statement(sim::Pid pid, std::uint32_t line) {
    return {.kind = Kind::statement, .pid = pid, .index = line};
}

}  // namespace app::views
