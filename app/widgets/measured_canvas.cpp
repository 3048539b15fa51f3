#include "app/widgets/measured_canvas.h"

#include <algorithm>

#include "app/widgets/utf8.h"

namespace app::widgets {

Rect intersection(Rect a, Rect b) {
    const float left = std::max(a.x, b.x), top = std::max(a.y, b.y);
    return {left, top, std::max(0.0f, std::min(a.right(), b.right()) - left),
            std::max(0.0f, std::min(a.bottom(), b.bottom()) - top)};
}

float MeasuredCanvas::text_width(std::string_view text, const TextStyle& style) const {
    return faces_.text_width(text, style);
}

float MeasuredCanvas::line_height(const TextStyle& style) const {
    return faces_.line_height(style);
}

float MeasuredCanvas::left_of(float x, std::string_view text, const TextStyle& style) const {
    if (style.align == Align::left) return x;
    const float width = text_width(text, style);
    return style.align == Align::right ? x - width : x - width / 2;
}

void MeasuredCanvas::push_clip(Rect rect) {
    clips_.push_back(clips_.empty() ? rect : intersection(clips_.back(), rect));
}

void MeasuredCanvas::pop_clip() {
    clips_.pop_back();
}

void MeasuredCanvas::hit(Rect rect, HitId id, std::string_view tooltip) {
    const Rect visible = clips_.empty() ? rect : intersection(clips_.back(), rect);
    if (visible.w > 0 && visible.h > 0) hits_.push_back({visible, id, std::string(tooltip)});
}

std::string fitted(const Canvas& canvas, std::string_view text, const TextStyle& style, float width) {
    if (canvas.text_width(text, style) <= width) return std::string(text);
    const float room = width - canvas.text_width("…", style);
    float used = 0;
    std::size_t end = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        next_code_point(text, at);
        used += canvas.text_width(text.substr(start, at - start), style);
        if (used > room) break;
        end = at;
    }
    if (end == 0) return room >= 0 ? "…" : "";
    return std::string(text.substr(0, end)) + "…";
}

std::string first_fitting(const Canvas& canvas, std::initializer_list<std::string> choices, const TextStyle& style,
                          float width) {
    for (const std::string& choice : choices) {
        if (canvas.text_width(choice, style) <= width) return choice;
    }
    return fitted(canvas, *(choices.end() - 1), style, width);
}

}  // namespace app::widgets
