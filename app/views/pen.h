// What a panel draws with: the canvas in the theme's colours, and the shapes the picture repeats.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/session/session.h"
#include "app/views/scene.h"
#include "app/views/theme.h"
#include "app/views/view.h"
#include "app/widgets/canvas.h"

namespace app::views {

using widgets::Align;
using widgets::Point;
using widgets::TextStyle;

struct Pen {
    widgets::Canvas& canvas;
    const Theme& theme;
    std::vector<session::Action>& actions;
    ViewMemory& memory;

    TextStyle body(Colour colour, float size = kBody) const { return {widgets::Font::text, size, colour}; }
    TextStyle strong(Colour colour, float size = kBody) const { return {widgets::Font::strong, size, colour}; }
    TextStyle mono(Colour colour, float size = kMono) const { return {widgets::Font::mono, size, colour}; }

    float width(std::string_view text, const TextStyle& style) const { return canvas.text_width(text, style); }
    // Draws `text`, cut to `room` units where it must be; the width it took.
    float write(Point at, std::string_view text, TextStyle style, float room) const;
    // The same ending at `right`; the width it took.
    float write_right(float right, float y, std::string_view text, TextStyle style, float room) const;
    // One line in the middle of `rect`, cut to fit.
    void write_centred(Rect rect, std::string_view text, TextStyle style) const;
    // The first of `choices` that fits in the middle of `rect`; nothing when none does.
    void write_first_fitting(Rect rect, std::initializer_list<std::string_view> choices, TextStyle style) const;

    // A selectable thing.
    void mark(Rect rect, const session::Selection& thing, std::string_view tooltip = {}) const {
        canvas.hit(rect, hit_id(thing), tooltip);
    }
    // A word that explains itself.
    void explain(Rect rect, std::string_view tooltip) const { canvas.hit(rect, 0, tooltip); }
    bool button(Rect rect, Control which, std::uint64_t payload, std::string_view tooltip) const;
    bool hot(Control which, std::uint64_t payload) const { return canvas.hovered() == control_id(which, payload); }

    // `hue` as a fill that carries text: darkened on paper until white can be read on it.
    Colour solid(Colour hue) const;
    Colour process(const Scene& scene, sim::Pid pid) const { return theme.process(scene.identity(pid).colour); }
    // The square with a process's letter.
    void letter(const Scene& scene, sim::Pid pid, Point at, float size) const;
    // Squares of several processes in a row, "+4" when `room` ends; the width they took.
    float letters(const Scene& scene, const std::vector<sim::Pid>& pids, Point at, float size, float room) const;
    void halo(Rect rect, float radius) const { canvas.outline(rect.inset(-1.5f), theme.changed, 2, radius + 1.5f); }
    void ring_selected(Rect rect, float radius) const { canvas.outline(rect, theme.text, 1.5f, radius); }
    // A region's heading above its boxes: "ADDRESS SPACES".
    void heading(Point at, std::string_view text, float room) const;
    // A box of the picture with a border.
    void box(Rect rect) const;
    // Its header, in a process's colour.
    void header(const Scene& scene, sim::Pid pid, Rect box) const;
};

inline constexpr float kHeader = 28;  // height of a box's header

}  // namespace app::views
