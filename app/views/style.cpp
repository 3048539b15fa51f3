#include "app/views/style.h"

namespace app::views {

bool push_button(const ViewContext& context, widgets::Rect rect, std::string_view label, Control which,
                 std::uint64_t payload, bool strong, std::string_view tooltip) {
    const Theme& theme = context.theme;
    const bool under_mouse = hot(context, which, payload);
    const Colour rest = strong ? theme.segment : theme.raised;
    const Colour fill = under_mouse ? widgets::mix(rest, theme.text, 0.12f) : rest;
    const Colour text = strong ? widgets::text_on(fill) : theme.text;
    widgets::button(context.canvas, rect, label,
                    {.fill = fill,
                     .border = strong ? fill : theme.line,
                     .text = text,
                     .size = kBody,
                     .radius = 6,
                     .font = strong ? widgets::Font::strong : widgets::Font::text});
    return control(context, rect, which, payload, tooltip);
}

float key_cap(const ViewContext& context, widgets::Point at, std::string_view key, float size) {
    const widgets::TextStyle style = plain(context, size);
    const float height = context.canvas.line_height(style) + 6;
    const float width = std::max(height, context.canvas.text_width(key, style) + 14);
    const widgets::Rect cap{at.x, at.y, width, height};
    widgets::panel(context.canvas, cap, context.theme.raised, context.theme.line, 4);
    widgets::text_in(context.canvas, cap, key, centred(style));
    return width;
}

ProcessLook look_of(const ViewContext& context, sim::Pid pid) {
    const auto& state = context.session.naming_state();
    return {session::process_letter(state, pid), context.theme.process(session::process_colour(state, pid))};
}

}  // namespace app::views
