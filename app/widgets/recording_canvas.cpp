#include "app/widgets/recording_canvas.h"

#include <algorithm>

namespace app::widgets {

bool RecordingCanvas::shows(std::string_view part) const {
    return std::any_of(texts_.begin(), texts_.end(),
                       [&](const Text& text) { return text.text.find(part) != std::string::npos; });
}

std::vector<RecordingCanvas::Text> RecordingCanvas::clipped_texts() const {
    constexpr float kTolerance = 0.5f;  // units
    std::vector<Text> cut;
    for (const Text& text : texts_) {
        const Rect visible = intersection(text.bounds, text.clip);
        if (visible.w < text.bounds.w - kTolerance || visible.h < text.bounds.h - kTolerance) cut.push_back(text);
    }
    return cut;
}

Rect RecordingCanvas::region(HitId id) const {
    const auto found = std::find_if(hits_.rbegin(), hits_.rend(), [&](const HitRegion& hit) { return hit.id == id; });
    return found != hits_.rend() ? found->rect : Rect{};
}

void RecordingCanvas::fill(Rect rect, Colour colour, float) {
    boxes_.push_back({rect, colour, true});
}

void RecordingCanvas::outline(Rect rect, Colour colour, float, float, bool) {
    boxes_.push_back({rect, colour, false});
}

void RecordingCanvas::line(std::span<const Point> points, Colour, float) {
    lines_.emplace_back(points.begin(), points.end());
}

void RecordingCanvas::circle(Point centre, float radius, Colour colour) {
    boxes_.push_back({{centre.x - radius, centre.y - radius, 2 * radius, 2 * radius}, colour, true});
}

void RecordingCanvas::ring(Point centre, float radius, Colour colour, float) {
    boxes_.push_back({{centre.x - radius, centre.y - radius, 2 * radius, 2 * radius}, colour, false});
}

void RecordingCanvas::polygon(std::span<const Point>, Colour) {}

void RecordingCanvas::text(Point at, std::string_view text, const TextStyle& style) {
    const Rect bounds{left_of(at.x, text, style), at.y, text_width(text, style), line_height(style)};
    texts_.push_back({std::string(text), style, bounds, clips_.back()});
}

void RecordingCanvas::cells(Rect rect, std::uint32_t, std::uint32_t, std::span<const Colour> cells) {
    boxes_.push_back({rect, cells.empty() ? Colour{} : cells.front(), true});
}

}  // namespace app::widgets
