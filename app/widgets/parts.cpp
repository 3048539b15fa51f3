#include "app/widgets/parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/widgets/colour.h"
#include "app/widgets/shapes.h"
#include "app/widgets/utf8.h"

namespace app::widgets {

float anchor_x(Rect rect, Align align) {
    if (align == Align::left) return rect.x;
    return align == Align::right ? rect.right() : rect.centre().x;
}

void text_in(Canvas& canvas, Rect rect, std::string_view text, const TextStyle& style) {
    const float y = std::round(rect.centre().y - canvas.line_height(style) / 2);
    canvas.text({anchor_x(rect, style.align), y}, fitted(canvas, text, style, rect.w), style);
}

void header(Canvas& canvas, Rect rect, Colour colour, float radius) {
    canvas.push_clip(rect);
    canvas.fill({rect.x, rect.y, rect.w, rect.h + radius}, colour, radius);
    canvas.pop_clip();
}

void panel(Canvas& canvas, Rect rect, Colour fill, Colour border, float radius) {
    canvas.fill(rect, fill, radius);
    canvas.outline(rect, border, 1, radius);
}

void button(Canvas& canvas, Rect rect, std::string_view label, const ButtonStyle& style) {
    panel(canvas, rect, style.fill, style.border, style.radius);
    text_in(canvas, rect.inset(4), label, {style.font, style.size, style.text, Align::centre});
}

void letter_badge(Canvas& canvas, Rect rect, char letter, Colour fill) {
    canvas.fill(rect, fill, rect.h / 5);
    text_in(canvas, rect, {&letter, 1}, {Font::strong, std::round(rect.h * 0.62f), text_on(fill), Align::centre});
}

void letter_dot(Canvas& canvas, Point centre, float radius, char letter, Colour fill) {
    canvas.circle(centre, radius, fill);
    const Rect box{centre.x - radius, centre.y - radius, 2 * radius, 2 * radius};
    text_in(canvas, box, {&letter, 1}, {Font::strong, std::round(radius * 1.25f), text_on(fill), Align::centre});
}

std::vector<Rect> segmented(Canvas& canvas, Rect rect, std::span<const std::string_view> labels, std::size_t on,
                            const SwitchStyle& style, std::span<const bool> enabled) {
    panel(canvas, rect, style.ground, style.border, rect.h / 2);
    float natural = 0;
    const TextStyle measure{Font::text, style.size, style.text, Align::centre};
    for (std::string_view label : labels) natural += canvas.text_width(label, measure);
    const float spare = (rect.w - natural) / static_cast<float>(labels.size());
    std::vector<Rect> rects;
    float x = rect.x;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Rect segment{x, rect.y, canvas.text_width(labels[i], measure) + spare, rect.h};
        const bool can = i >= enabled.size() || enabled[i];
        if (i == on) canvas.fill(segment.inset(3), style.on, (rect.h - 6) / 2);
        const Colour colour = i == on ? style.text_on : can ? style.text : style.text_off;
        text_in(canvas, segment, labels[i], {i == on ? Font::strong : Font::text, style.size, colour, Align::centre});
        rects.push_back(segment);
        x += segment.w;
    }
    return rects;
}

void gauge(Canvas& canvas, Rect rect, double share, Colour ground, Colour fill) {
    canvas.fill(rect, ground, rect.h / 2);
    if (share <= 0) return;
    const float width = static_cast<float>(std::min(1.0, share)) * rect.w;
    canvas.fill({rect.x, rect.y, std::max(rect.h, width), rect.h}, fill, rect.h / 2);
}

void bit_row(Canvas& canvas, Rect rect, std::span<const BitField> fields, Colour fill, Colour border,
             const TextStyle& value, const TextStyle& name) {
    float total = 0;
    for (const BitField& field : fields) total += field.weight;
    constexpr float kGap = 3;
    const float per_weight = (rect.w - kGap * static_cast<float>(fields.size() - 1)) / total;
    const float place_height = canvas.line_height(name) + 4;
    float x = rect.x;
    for (const BitField& field : fields) {
        const Rect box{x, rect.y, field.weight * per_weight, rect.h - place_height};
        panel(canvas, box, fill, border, 4);
        const float half = box.h / 2;
        text_in(canvas, {box.x, box.y + 2, box.w, half}, field.value,
                {value.font, value.size, field.colour, Align::centre});
        text_in(canvas, {box.x, box.y + half - 2, box.w, half}, field.name,
                {name.font, name.size, name.colour, Align::centre});
        text_in(canvas, {box.x, box.bottom() + 2, box.w, place_height}, field.place,
                {Font::mono, name.size, name.colour, Align::centre});
        x += box.w + kGap;
    }
}

void link(Canvas& canvas, std::span<const Point> points, Colour colour, float thickness, float radius) {
    const std::vector<Point> path = rounded(points, radius);
    canvas.line(path, colour, thickness);
}

void triangle_right(Canvas& canvas, Rect box, Colour colour) {
    const std::array points{Point{box.x, box.y}, Point{box.right(), box.centre().y}, Point{box.x, box.bottom()}};
    canvas.polygon(points, colour);
}

void triangle_left(Canvas& canvas, Rect box, Colour colour) {
    const std::array points{Point{box.right(), box.y}, Point{box.right(), box.bottom()}, Point{box.x, box.centre().y}};
    canvas.polygon(points, colour);
}

void triangle_right_hollow(Canvas& canvas, Rect box, Colour colour, float thickness) {
    const std::array points{Point{box.x, box.y}, Point{box.right(), box.centre().y}, Point{box.x, box.bottom()},
                            Point{box.x, box.y - thickness / 2}};
    canvas.line(points, colour, thickness);
}

void triangle_down(Canvas& canvas, Rect box, Colour colour) {
    const std::array points{Point{box.x, box.y}, Point{box.right(), box.y}, Point{box.centre().x, box.bottom()}};
    canvas.polygon(points, colour);
}

void rule(Canvas& canvas, Point from, float width, Colour colour) {
    canvas.fill({from.x, from.y, width, 1}, colour);
}

}  // namespace app::widgets
