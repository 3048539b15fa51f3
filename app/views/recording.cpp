#include "app/views/recording.h"

#include <algorithm>
#include <cmath>

#include "app/views/cards.h"
#include "app/views/format.h"
#include "app/views/panels.h"
#include "app/views/style.h"
#include "app/views/time_line.h"
#include "app/views/top_bar.h"

namespace app::views {
namespace {

using session::RecordedMemory;
using Kind = session::Selection::Kind;

void draw_ground(const ViewContext& context, const Layout& layout, Rect window) {
    const Theme& theme = context.theme;
    context.canvas.fill(window, theme.ground);
    for (const Rect& column : {layout.programs, layout.right}) context.canvas.fill(column, theme.panel);
    context.canvas.fill({layout.programs.right() - 1, layout.programs.y, 1, layout.programs.h}, theme.line);
    context.canvas.fill({layout.right.x, layout.right.y, 1, layout.right.h}, theme.line);
}

void draw_position(const ViewContext& context, Rect rect) {
    const session::RecordingPlay& play = *context.session.recording();
    const std::string where = "step " + count_text(play.step()) + " of " + count_text(play.steps());
    const float middle = rect.centre().y;
    widgets::text_in(context.canvas, {rect.x, middle - 20, rect.w, 20}, where, to_right(bold(context)));
    widgets::text_in(context.canvas, {rect.x, middle + 1, rect.w, 18}, "← →  Home  End",
                     to_right(dimmed(context, kSmall)));
}

void draw_foot(const ViewContext& context, ShellState& shell, Rect rect) {
    context.canvas.fill(rect, context.theme.panel);
    widgets::rule(context.canvas, {rect.x, rect.y}, rect.w, context.theme.line);
    const float from = draw_transport(context, shell, rect) + 14;
    const float words = context.compact ? 110.0f : 150.0f, side = context.compact ? 12.0f : 18.0f;
    draw_position(context, {rect.right() - side - words, rect.y, words, rect.h});
    draw_recording_lanes(context, {from, rect.y + 6, rect.right() - side - words - from - 16, rect.h - 12});
}

// Lanes need more than the dots of a run.
float lanes_height(float window_height) {
    return std::round(std::clamp(window_height * 0.2f, 110.0f, 230.0f));
}

bool shows(const RecordedMemory& memory, sim::Pid pid, sim::VirtAddr address) {
    return std::any_of(memory.attaches.begin(), memory.attaches.end(), [&](const session::RecordedAttach& attach) {
        return attach.pid == pid && attach.start <= address && address < attach.end;
    });
}

const RecordedMemory* memory_selected(const ViewContext& context) {
    const session::Selection what = context.session.hovered() ? context.session.hovered() : context.session.selection();
    for (const RecordedMemory& memory : context.session.recording()->summary().memories) {
        const bool segment = what.kind == Kind::segment || what.kind == Kind::segment_page;
        if (segment && memory.kind == RecordedMemory::Kind::segment && memory.shmid == what.shmid) return &memory;
        const bool place = what.kind == Kind::area || what.kind == Kind::page;
        if (place && shows(memory, what.pid, what.address)) return &memory;
    }
    return nullptr;
}

// Whether the step that led here made the memory, attached or detached it, removed it or touched it.
bool about(const RecordedMemory& memory, std::size_t step) {
    const auto is = [&](const std::optional<std::size_t>& at) { return at && *at == step; };
    if (is(memory.created) || is(memory.removed)) return true;
    for (const session::RecordedAttach& attach : memory.attaches) {
        if (is(attach.from) || is(attach.to)) return true;
    }
    return std::any_of(memory.pages.begin(), memory.pages.end(),
                       [&](const session::RecordedPage& page) { return page.step == step; });
}

}  // namespace

const RecordedMemory* memory_in_focus(const ViewContext& context) {
    if (const RecordedMemory* selected = memory_selected(context)) return selected;
    const session::RecordingPlay& play = *context.session.recording();
    if (play.step() == 0) return nullptr;
    const auto& memories = play.summary().memories;
    const auto found = std::find_if(memories.begin(), memories.end(),
                                    [&](const RecordedMemory& memory) { return about(memory, play.step() - 1); });
    return found != memories.end() ? &*found : nullptr;
}

std::string memory_name(const RecordedMemory& memory) {
    switch (memory.kind) {
        case RecordedMemory::Kind::segment:
            return "shm " + std::to_string(memory.shmid.value) + " " + short_key(memory.key);
        case RecordedMemory::Kind::anonymous: return "shared anonymous";
        default: return memory.name.substr(memory.name.starts_with("/dev/shm/") ? 8 : 0);
    }
}

void draw_recording_window(const ViewContext& context, ShellState& shell, Rect window) {
    const Extras extras{.caption = caption_height(context, centre_width(window.w))};
    const float more = lanes_height(window.h) - 74;
    const Layout layout = lay_out(window.w, window.h - more, context.detail(), extras);
    draw_ground(context, layout, window);
    draw_recording_log(context, layout.programs);
    draw_address_spaces(context, layout.address_spaces);
    draw_page_tables(context, layout.page_tables);
    draw_physical_memory(context, layout.physical_memory);
    draw_links(context, layout);
    draw_segments(context, layout.segments);
    draw_recording_facts(context, layout.right);
    draw_caption(context, layout.caption);
    draw_top_bar(context, shell, layout.top_bar);
    draw_foot(context, shell, {0, layout.time_line.y, window.w, window.h - layout.time_line.y});
}

}  // namespace app::views
