#include "app/views/pen.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/parts.h"

namespace app::views {
namespace {

constexpr float kLetterGap = 4;

}  // namespace

float Pen::write(Point at, std::string_view text, TextStyle style, float room) const {
    if (room <= 0 || text.empty()) return 0;
    style.align = Align::left;
    const std::string shown = widgets::fitted(canvas, text, style, room);
    canvas.text({at.x, std::round(at.y)}, shown, style);
    return canvas.text_width(shown, style);
}

float Pen::write_right(float right, float y, std::string_view text, TextStyle style, float room) const {
    if (room <= 0 || text.empty()) return 0;
    style.align = Align::right;
    const std::string shown = widgets::fitted(canvas, text, style, room);
    canvas.text({right, std::round(y)}, shown, style);
    return canvas.text_width(shown, style);
}

void Pen::write_centred(Rect rect, std::string_view text, TextStyle style) const {
    style.align = Align::centre;
    widgets::text_in(canvas, rect, text, style);
}

void Pen::write_first_fitting(Rect rect, std::initializer_list<std::string_view> choices, TextStyle style) const {
    for (std::string_view choice : choices) {
        if (width(choice, style) > rect.w) continue;
        write_centred(rect, choice, style);
        return;
    }
}

Colour Pen::solid(Colour hue) const {
    return theme.dark ? hue : widgets::readable(hue, widgets::rgb(0xffffff));
}

bool Pen::button(Rect rect, Control which, std::uint64_t payload, std::string_view tooltip) const {
    const widgets::HitId id = control_id(which, payload);
    canvas.hit(rect, id, tooltip);
    return canvas.clicked() == id;
}

void Pen::letter(const Scene& scene, sim::Pid pid, Point at, float size) const {
    widgets::letter_badge(canvas, {at.x, at.y, size, size}, scene.identity(pid).letter, process(scene, pid));
}

float Pen::letters(const Scene& scene, const std::vector<sim::Pid>& pids, Point at, float size, float room) const {
    const float pitch = size + kLetterGap;
    const auto places = static_cast<std::size_t>(std::max(0.0f, (room + kLetterGap) / pitch));
    if (pids.size() <= places) {
        for (std::size_t n = 0; n < pids.size(); ++n)
            letter(scene, pids[n], {at.x + pitch * static_cast<float>(n), at.y}, size);
        return pitch * static_cast<float>(pids.size());
    }
    const std::string more = "+" + std::to_string(pids.size());
    const float reserved = width(more, body(theme.dim, kSmall));
    const auto shown = static_cast<std::size_t>(std::max(0.0f, (room - reserved) / pitch));
    for (std::size_t n = 0; n < shown; ++n) letter(scene, pids[n], {at.x + pitch * static_cast<float>(n), at.y}, size);
    const float x = at.x + pitch * static_cast<float>(shown);
    const TextStyle style = body(theme.dim, kSmall);
    return x - at.x +
           write({x, at.y + (size - canvas.line_height(style)) / 2}, "+" + std::to_string(pids.size() - shown), style,
                 room - (x - at.x));
}

void Pen::heading(Point at, std::string_view text, float room) const {
    write(at, text, strong(theme.dim, kSmall), room);
}

void Pen::box(Rect rect) const {
    widgets::panel(canvas, rect, theme.panel, theme.line, kRadius);
}

void Pen::header(const Scene& scene, sim::Pid pid, Rect box) const {
    widgets::header(canvas, {box.x, box.y, box.w, kHeader}, theme.tint(process(scene, pid)), kRadius);
    letter(scene, pid, {box.x + 10, box.y + 5}, 18);
}

}  // namespace app::views
