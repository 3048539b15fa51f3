// The canvas: what views draw on. Rectangles, text, lines and ids, in logical units (1 unit = 1 pixel at scale 1).
//
// Drawn by ImDrawList in the window and in `shot`; written as SVG or recorded for overlap checks by other backends.
// No domain words here.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace app::widgets {

struct Point {
    float x = 0, y = 0;
};

struct Rect {
    float x = 0, y = 0, w = 0, h = 0;
    constexpr float right() const { return x + w; }
    constexpr float bottom() const { return y + h; }
    constexpr Point centre() const { return {x + w / 2, y + h / 2}; }
    constexpr bool contains(Point p) const { return p.x >= x && p.x < x + w && p.y >= y && p.y < y + h; }
    // The rectangle smaller by `by` on every side.
    constexpr Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
};

// 0xRRGGBBAA.
struct Colour {
    std::uint32_t rgba = 0;
    bool operator==(const Colour&) const = default;
};
constexpr Colour with_alpha(Colour colour, std::uint8_t alpha) {
    return {(colour.rgba & ~0xffu) | alpha};
}

enum class Font : std::uint8_t { text, strong, mono };
enum class Align : std::uint8_t { left, centre, right };

// Identifies a thing on the canvas for hit tests: made by the views from what the thing is. 0: nothing.
using HitId = std::uint64_t;

// The mouse, for what clicks cannot express: dragging along a strip, scrolling.
struct Pointer {
    Point at{-1, -1};
    bool down = false;  // left button held
    float wheel = 0;    // notches since the last frame, up is positive
};

struct TextStyle {
    Font font = Font::text;
    float size = 14;  // logical units
    Colour colour;
    Align align = Align::left;
};

class Canvas {
public:
    virtual ~Canvas() = default;

    virtual void fill(Rect rect, Colour colour, float radius = 0) = 0;
    virtual void outline(Rect rect, Colour colour, float thickness = 1, float radius = 0, bool dashed = false) = 0;
    virtual void line(std::span<const Point> points, Colour colour, float thickness = 1) = 0;
    virtual void circle(Point centre, float radius, Colour colour) = 0;
    virtual void ring(Point centre, float radius, Colour colour, float thickness = 1) = 0;
    virtual void polygon(std::span<const Point> points, Colour colour) = 0;
    // One line of text; `at` is the top of the line box at its left end, middle or right end as aligned.
    virtual void text(Point at, std::string_view text, const TextStyle& style) = 0;
    // A grid of cells as one texture: `cells` holds columns * rows colours, row by row.
    virtual void cells(Rect rect, std::uint32_t columns, std::uint32_t rows, std::span<const Colour> cells) = 0;

    // Width of one line of text in logical units, and height of its line box.
    virtual float text_width(std::string_view text, const TextStyle& style) const = 0;
    virtual float line_height(const TextStyle& style) const = 0;

    // Everything drawn until pop_clip() is cut to `rect`.
    virtual void push_clip(Rect rect) = 0;
    virtual void pop_clip() = 0;

    // Declares that `rect` stands for `id` (later ones lie on top), with an explanation for the tooltip.
    virtual void hit(Rect rect, HitId id, std::string_view tooltip = {}) = 0;
    // What the mouse is over and what was clicked in this frame; 0 when nothing (always in `shot`).
    virtual HitId hovered() const = 0;
    virtual HitId clicked() const = 0;
    virtual Pointer pointer() const { return {}; }
};

// `text` cut with "…" so that it fits `width`.
std::string fitted(const Canvas& canvas, std::string_view text, const TextStyle& style, float width);
// The first of `choices`, longest first, that fits; the last one cut when none does.
std::string first_fitting(const Canvas& canvas, std::initializer_list<std::string> choices, const TextStyle& style,
                          float width);

}  // namespace app::widgets
