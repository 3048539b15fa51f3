// What every view gets, and how things on the canvas are named.
//
// A view draws on the canvas, declares what its rectangles stand for with Canvas::hit() or control(), and appends
// intentions to `actions`. Hovering and clicking of marked things is turned into Hover and Select in one place, not in
// views.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "app/session/session.h"
#include "app/views/layout.h"
#include "app/views/theme.h"
#include "app/widgets/canvas.h"

namespace app::views {

struct Scene;

// What the picture remembers between frames and no session needs to know: how far panels are scrolled, and what
// the panels draw from, gathered once per revision of the session.
struct ViewMemory {
    std::array<float, 8> scroll{};  // rows, by panel
    std::shared_ptr<const Scene> scene;
    std::shared_ptr<const Scene> real_scene;  // beside it, when both kernels are shown
    std::uint64_t scene_revision = 0;
};

struct ViewContext {
    widgets::Canvas& canvas;
    const session::Session& session;
    const Theme& theme;
    std::vector<session::Action>& actions;
    ViewMemory& memory;
    bool compact = false;  // Layout::compact

    session::Detail detail() const { return session.settings().detail; }
    bool at_least(session::Detail least) const { return detail() >= least; }
};

// --- hit ids
//     63..60 kind        1..14 a Selection's kind, 15 a control
//     page, area:        59..38 pid, 34..0 address >> 12
//     segment_page:      58..28 shmid, 27..22 its namespace, 21..0 page
//     control:           59..48 Control, 47..0 payload
widgets::HitId hit_id(const session::Selection& selection);
// The selection an id stands for; kind none for 0 and for controls.
session::Selection selection_of(widgets::HitId id);

// Buttons and the like. The payload tells which of several: a pid, an index, an enumerator.
enum class Control : std::uint16_t {
    none,
    // panels
    step_task,    // pid
    scroll_up,    // number of the panel
    scroll_down,  // number of the panel
    seek_step,    // step
    // shell
    menu,
    mode,
    detail,
    unit,
    first,
    back,
    forward,
    last,
    play,
    time_line,
    start_card,
    answer,
    dismiss,
};
widgets::HitId control_id(Control control, std::uint64_t payload = 0);
Control control_of(widgets::HitId id);
std::uint64_t payload_of(widgets::HitId id);

// Declares a control; true when it was clicked in this frame. hot() says whether the mouse is over it.
bool control(const ViewContext& context, widgets::Rect rect, Control control, std::uint64_t payload = 0,
             std::string_view tooltip = {});
bool hot(const ViewContext& context, Control control, std::uint64_t payload = 0);

// Shorthands for selections.
session::Selection select_process(sim::Pid pid);
session::Selection select_area(sim::Pid pid, sim::VirtAddr start);
session::Selection select_page(sim::Pid pid, sim::VirtAddr page);
session::Selection select_frame(sim::Pfn pfn);
session::Selection select_segment(sim::ShmId shmid);
session::Selection select_segment_page(sim::ShmId shmid, std::uint32_t page);
session::Selection select_event(std::uint32_t index);
session::Selection select_statement(sim::Pid pid, std::uint32_t line);

}  // namespace app::views
