// The small parts pictures are made of. Colours and sizes come from the caller: no theme, no domain words here.
//
// Parts draw; what can be clicked is declared by the caller with Canvas::hit over the rectangle it passed.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/canvas.h"

namespace app::widgets {

// Where a text aligned in `rect` is anchored.
float anchor_x(Rect rect, Align align);

// One line of text, its box centred vertically in `rect` and aligned in it as the style says; cut with "…" to fit.
void text_in(Canvas& canvas, Rect rect, std::string_view text, const TextStyle& style);

// The text in lines of at most `width`, broken between words (inside one only when it alone is too wide). '\n' breaks.
std::vector<std::string> wrapped(const Canvas& canvas, std::string_view text, const TextStyle& style, float width);
// Draws it line below line, at most as many as fit `rect` (the last one cut with "…"); returns the height used.
float paragraph(Canvas& canvas, Rect rect, std::string_view text, const TextStyle& style, float leading = 4);
float paragraph_height(const Canvas& canvas, float width, std::string_view text, const TextStyle& style,
                       float leading = 4);

// A filled rectangle whose upper corners only are round: the header of a box.
void header(Canvas& canvas, Rect rect, Colour colour, float radius);
// A panel: filled, with a one-unit border.
void panel(Canvas& canvas, Rect rect, Colour fill, Colour border, float radius);

struct ButtonStyle {
    Colour fill, border, text;
    float size = 13, radius = 5;
    Font font = Font::strong;
};
void button(Canvas& canvas, Rect rect, std::string_view label, const ButtonStyle& style);

// A square with one letter: a process.
void letter_badge(Canvas& canvas, Rect rect, char letter, Colour fill);
// The same, round: the end of a link.
void letter_dot(Canvas& canvas, Point centre, float radius, char letter, Colour fill);

// A pill of segments of which one is on. Returns the rectangle of each.
struct SwitchStyle {
    Colour ground, border, on, text, text_on, text_off;  // text_off: of segments that cannot be chosen
    float size = 14;
};
std::vector<Rect> segmented(Canvas& canvas, Rect rect, std::span<const std::string_view> labels, std::size_t on,
                            const SwitchStyle& style, std::span<const bool> enabled = {});

// A bar filled to `share` (0..1); what is more than nothing shows at least a dot.
void gauge(Canvas& canvas, Rect rect, double share, Colour ground, Colour fill);

// Bits side by side: `value` above `name` in each box, `place` beneath it.
struct BitField {
    std::string value, name, place;
    float weight = 1;  // share of the width
    Colour colour;     // of the value
};
void bit_row(Canvas& canvas, Rect rect, std::span<const BitField> fields, Colour fill, Colour border,
             const TextStyle& value, const TextStyle& name);

// A link: horizontal and vertical pieces with round elbows.
void link(Canvas& canvas, std::span<const Point> points, Colour colour, float thickness, float radius);

// Shapes in place of glyphs that fonts lack or draw unevenly. `box` is what they fill.
void triangle_right(Canvas& canvas, Rect box, Colour colour);
void triangle_left(Canvas& canvas, Rect box, Colour colour);
void triangle_right_hollow(Canvas& canvas, Rect box, Colour colour, float thickness = 1);
void triangle_down(Canvas& canvas, Rect box, Colour colour);
void rule(Canvas& canvas, Point from, float width, Colour colour);  // horizontal, one unit

}  // namespace app::widgets
