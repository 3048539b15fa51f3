// Breaking text into lines.
#include <algorithm>
#include <cmath>

#include "app/widgets/parts.h"
#include "app/widgets/utf8.h"

namespace app::widgets {
namespace {

// Longest start of `text` that fits `width`, at least one code point.
std::size_t fitting_prefix(const Canvas& canvas, std::string_view text, const TextStyle& style, float width) {
    std::size_t end = 0;
    float used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        next_code_point(text, at);
        used += canvas.text_width(text.substr(start, at - start), style);
        if (used > width && end > 0) break;
        end = at;
    }
    return end;
}

// The next line of `text`, which is cut off its front.
std::string take_line(const Canvas& canvas, std::string_view& text, const TextStyle& style, float width) {
    const std::string_view candidate = text.substr(0, text.find('\n'));
    std::size_t length = fitting_prefix(canvas, candidate, style, width);
    if (length < candidate.size() && candidate[length] != ' ') {
        const std::size_t space = candidate.rfind(' ', length);
        if (space != std::string_view::npos && space > 0) length = space;
    }
    std::string line(candidate.substr(0, length));
    text.remove_prefix(length);
    while (text.starts_with(' ')) text.remove_prefix(1);
    if (text.starts_with('\n')) text.remove_prefix(1);
    return line;
}

}  // namespace

std::vector<std::string> wrapped(const Canvas& canvas, std::string_view text, const TextStyle& style, float width) {
    std::vector<std::string> lines;
    while (!text.empty()) lines.push_back(take_line(canvas, text, style, width));
    return lines;
}

float paragraph(Canvas& canvas, Rect rect, std::string_view text, const TextStyle& style, float leading) {
    std::vector<std::string> lines = wrapped(canvas, text, style, rect.w);
    const float height = canvas.line_height(style) + leading;
    const auto room = static_cast<std::size_t>(std::max(0.0f, std::floor((rect.h + leading) / height)));
    if (lines.size() > room) {
        lines.resize(room);
        if (!lines.empty()) lines.back() = fitted(canvas, lines.back() + " …", style, rect.w);
    }
    const float x = anchor_x(rect, style.align);
    float y = rect.y;
    for (const std::string& line : lines) {
        canvas.text({x, y}, line, style);
        y += height;
    }
    return y - rect.y;
}

float paragraph_height(const Canvas& canvas, float width, std::string_view text, const TextStyle& style,
                       float leading) {
    return static_cast<float>(wrapped(canvas, text, style, width).size()) * (canvas.line_height(style) + leading);
}

}  // namespace app::widgets
