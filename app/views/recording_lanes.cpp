// The time line of a recording: a lane for each piece of shared memory.
//
//     shm 5 0x1234   ◆━━P━━●━●━━━━━━━━━┫        made, attached by P, pages touched, detached
//                        ━━C━●━━━━━━━━━━━━━┫×   attached by C; removed
//     /buffer        ◆━━P━━━━●━━━━━━━━━━━━━━━▶  left behind
#include <algorithm>
#include <array>
#include <cmath>

#include "app/views/format.h"
#include "app/views/recording.h"
#include "app/views/style.h"

namespace app::views {
namespace {

using session::RecordedAttach;
using session::RecordedMemory;

constexpr float kMostLane = 62, kLeastLane = 22;
constexpr float kLeastBar = 5, kMostBar = 15;
constexpr float kTouches = 11;  // below the bars

struct Lanes {
    const ViewContext& context;
    const session::RecordingPlay& play;
    Rect names, strip;
    float lane_h;

    // Where the moment after `step` steps stands.
    float x_of(std::size_t step) const {
        return strip.x +
               strip.w * static_cast<float>(step) / static_cast<float>(std::max<std::size_t>(play.steps(), 1));
    }
    bool happened(std::size_t step) const { return step < play.step(); }
    Colour shown(Colour colour, bool past) const { return past ? colour : context.theme.shade(colour); }
};

void draw_attach(const Lanes& lanes, const RecordedAttach& attach, Rect bar) {
    const ProcessLook look = look_of(lanes.context, attach.pid);
    const float from = lanes.x_of(attach.from ? *attach.from + 1 : 0);
    const float to = lanes.x_of(attach.to ? *attach.to + 1 : lanes.play.steps());
    const float now = std::clamp(lanes.x_of(lanes.play.step()), from, to);
    const Rect whole{from, bar.y, std::max(2.0f, to - from), bar.h};
    lanes.context.canvas.fill(whole, lanes.context.theme.tint(look.colour), 2);
    if (now > from) lanes.context.canvas.fill({from, bar.y, now - from, bar.h}, look.colour, 2);
    if (bar.h >= 11 && whole.w >= 16 && now > from)
        widgets::text_in(lanes.context.canvas, {from + 3, bar.y, 12, bar.h}, std::string(1, look.letter),
                         {widgets::Font::strong, 10, widgets::text_on(look.colour)});
    lanes.context.canvas.hit(whole, hit_id(select_area(attach.pid, attach.start)),
                             "attached at " + address_text(attach.start) + " by " + std::to_string(attach.pid.value));
}

// A row for each attach, so that those of one time stand below each other; later ones take rows that are free again.
// What finds none shares the last.
std::vector<std::size_t> rows_of(const Lanes& lanes, const RecordedMemory& memory, std::size_t most) {
    std::vector<std::size_t> rows, free_from;
    for (const RecordedAttach& attach : memory.attaches) {
        const std::size_t from = attach.from.value_or(0), to = attach.to.value_or(lanes.play.steps());
        const auto free =
            std::find_if(free_from.begin(), free_from.end(), [&](std::size_t end) { return end <= from; });
        std::size_t row = static_cast<std::size_t>(free - free_from.begin());
        if (row == free_from.size() && row < most) free_from.push_back(to);
        row = std::min(row, most - 1);
        free_from[row] = std::max(free_from[row], to);
        rows.push_back(row);
    }
    return rows;
}

void draw_attaches(const Lanes& lanes, const RecordedMemory& memory, Rect room) {
    if (memory.attaches.empty()) return;
    const auto most = static_cast<std::size_t>(std::max(1.0f, room.h / kLeastBar));
    const std::vector<std::size_t> rows = rows_of(lanes, memory, most);
    const std::size_t count = *std::max_element(rows.begin(), rows.end()) + 1;
    const float pitch = std::min(kMostBar, room.h / static_cast<float>(count));
    for (std::size_t n = 0; n < rows.size(); ++n) {
        const float y = room.y + pitch * static_cast<float>(rows[n]);
        draw_attach(lanes, memory.attaches[n], {room.x, y, room.w, pitch - 1});
    }
}

void draw_touches(const Lanes& lanes, const RecordedMemory& memory, Rect lane) {
    const Theme& theme = lanes.context.theme;
    float last = -100;
    for (const session::RecordedPage& page : memory.pages) {
        const float x = lanes.x_of(page.step + 1);
        if (std::abs(x - last) < 2) continue;  // one dot for those that fall together
        last = x;
        const bool past = lanes.happened(page.step);
        lanes.context.canvas.circle({x, lane.bottom() - kTouches / 2}, 3,
                                    past ? theme.segment : theme.shade(theme.segment));
    }
}

void draw_ends(const Lanes& lanes, const RecordedMemory& memory, Rect lane) {
    const Theme& theme = lanes.context.theme;
    widgets::Canvas& canvas = lanes.context.canvas;
    const float middle = lane.centre().y - 2;
    if (memory.created) {
        const float x = lanes.x_of(*memory.created + 1);
        const std::array<widgets::Point, 4> diamond{
            widgets::Point{x, middle - 5}, {x + 5, middle}, {x, middle + 5}, {x - 5, middle}};
        canvas.polygon(diamond, lanes.shown(theme.text, lanes.happened(*memory.created)));
    }
    if (memory.removed) {
        const float x = lanes.x_of(*memory.removed + 1);
        const Colour ink = lanes.shown(theme.text, lanes.happened(*memory.removed));
        canvas.line(std::array{widgets::Point{x - 4, middle - 4}, widgets::Point{x + 4, middle + 4}}, ink, 1.5f);
        canvas.line(std::array{widgets::Point{x - 4, middle + 4}, widgets::Point{x + 4, middle - 4}}, ink, 1.5f);
    }
}

void draw_name(const Lanes& lanes, const RecordedMemory& memory, Rect place) {
    const Theme& theme = lanes.context.theme;
    const widgets::TextStyle name{widgets::Font::mono, kSmall, theme.text};
    const std::string note = memory.left_behind ? "left behind" : "";
    const widgets::TextStyle small{widgets::Font::text, kSmall, theme.on_panel(theme.fault)};
    const bool two = place.h >= 30 && !note.empty();
    const float height = lanes.context.canvas.line_height(name);
    const float y = place.centre().y - (two ? height + 5 : height / 2);
    widgets::text_in(lanes.context.canvas, {place.x, y, place.w, height}, memory_name(memory), name);
    if (two) widgets::text_in(lanes.context.canvas, {place.x, y + height - 1, place.w, 14}, note, small);
}

void draw_lane(const Lanes& lanes, const RecordedMemory& memory, float y) {
    const Rect lane{lanes.strip.x, y, lanes.strip.w, lanes.lane_h - 4};
    const Theme& theme = lanes.context.theme;
    const Rect whole{lanes.names.x - 4, y - 1, lane.right() - lanes.names.x + 8, lane.h + 2};
    const bool focus = memory_in_focus(lanes.context) == &memory;
    if (focus) lanes.context.canvas.fill(whole, theme.tint(theme.segment), 4);
    draw_name(lanes, memory, {lanes.names.x, y, lanes.names.w, lane.h});
    lanes.context.canvas.fill({lane.x, lane.centre().y - 2.5f, lane.w, 1}, theme.line);
    draw_attaches(lanes, memory, {lane.x, lane.y, lane.w, lane.h - kTouches});
    draw_touches(lanes, memory, lane);
    draw_ends(lanes, memory, lane);
    if (memory.kind == RecordedMemory::Kind::segment)
        lanes.context.canvas.hit({lanes.names.x, y, lanes.names.w, lane.h}, hit_id(select_segment(memory.shmid)));
}

void draw_cursor(const Lanes& lanes, float bottom) {
    const float x = std::round(lanes.x_of(lanes.play.step()));
    lanes.context.canvas.fill({x - 1, lanes.strip.y, 2, bottom - lanes.strip.y}, lanes.context.theme.changed);
    const widgets::Pointer pointer = lanes.context.canvas.pointer();
    control(lanes.context, {lanes.strip.x - 4, lanes.strip.y, lanes.strip.w + 8, 12}, Control::time_line, 0,
            "Drag to any step");
    if (!pointer.down || !hot(lanes.context, Control::time_line)) return;
    const float share = std::clamp((pointer.at.x - lanes.strip.x) / lanes.strip.w, 0.0f, 1.0f);
    const auto step = static_cast<std::size_t>(std::lround(share * static_cast<float>(lanes.play.steps())));
    if (step != lanes.play.step()) lanes.context.actions.push_back(session::SeekStep{step});
}

// The lanes there is room for: what is in focus is among them.
std::vector<const RecordedMemory*> memories_shown(const ViewContext& context, std::size_t places) {
    const auto& memories = context.session.recording()->summary().memories;
    const RecordedMemory* focus = memory_in_focus(context);
    std::vector<const RecordedMemory*> shown;
    for (const RecordedMemory& memory : memories) {
        if (shown.size() < places) shown.push_back(&memory);
    }
    const bool missing = focus != nullptr && std::find(shown.begin(), shown.end(), focus) == shown.end();
    if (missing && !shown.empty()) shown.back() = focus;
    return shown;
}

}  // namespace

void draw_recording_lanes(const ViewContext& context, Rect rect) {
    const session::RecordingPlay& play = *context.session.recording();
    const std::size_t count = play.summary().memories.size();
    const float name = std::clamp(rect.w * 0.14f, 100.0f, 190.0f);
    constexpr float kGroove = 14, kMore = 16;
    const float room = rect.h - kGroove;
    auto places = static_cast<std::size_t>(std::max(1.0f, room / kLeastLane));
    const bool cut = count > places;
    if (cut) places = static_cast<std::size_t>(std::max(1.0f, (room - kMore) / kLeastLane));
    const auto shown = memories_shown(context, places);
    const float lane_h =
        std::min(kMostLane, (room - (cut ? kMore : 0)) / static_cast<float>(std::max<std::size_t>(shown.size(), 1)));
    const Lanes lanes{context,
                      play,
                      {rect.x, rect.y, name, rect.h},
                      {rect.x + name + 12, rect.y, rect.w - name - 20, rect.h},
                      lane_h};
    context.canvas.fill({lanes.strip.x, rect.y + 5, lanes.strip.w, 3}, context.theme.line, 1.5f);
    float y = rect.y + kGroove;
    for (const RecordedMemory* memory : shown) {
        draw_lane(lanes, *memory, y);
        y += lane_h;
    }
    if (shown.empty())
        widgets::text_in(context.canvas, {rect.x, y, rect.w, 20}, "No shared memory was used.", dimmed(context));
    if (cut)
        widgets::text_in(context.canvas, {rect.x, rect.bottom() - kMore, rect.w, kMore},
                         "+ " + plural(count - shown.size(), "more piece") + " of shared memory",
                         dimmed(context, kSmall));
    draw_cursor(lanes, y);
}

}  // namespace app::views
