// Text and parts in the theme's colours: what the shell's views have in common.
#pragma once

#include "app/views/view.h"
#include "app/widgets/parts.h"

namespace app::views {

inline widgets::TextStyle plain(const ViewContext& context, float size = kBody) {
    return {widgets::Font::text, size, context.theme.text};
}
inline widgets::TextStyle dimmed(const ViewContext& context, float size = kBody) {
    return {widgets::Font::text, size, context.theme.dim};
}
inline widgets::TextStyle bold(const ViewContext& context, float size = kBody) {
    return {widgets::Font::strong, size, context.theme.text};
}
inline widgets::TextStyle code(const ViewContext& context, float size = kMono) {
    return {widgets::Font::mono, size, context.theme.text};
}
inline widgets::TextStyle centred(widgets::TextStyle style) {
    style.align = widgets::Align::centre;
    return style;
}
inline widgets::TextStyle to_right(widgets::TextStyle style) {
    style.align = widgets::Align::right;
    return style;
}

// A push button; `strong`: the one thing to do here. True when it was clicked.
bool push_button(const ViewContext& context, widgets::Rect rect, std::string_view label, Control which,
                 std::uint64_t payload = 0, bool strong = false, std::string_view tooltip = {});

// A key as it looks on a keyboard, its top left corner at `at`; the width it took.
float key_cap(const ViewContext& context, widgets::Point at, std::string_view key, float size = kSmall);

// The letter and the colour of a process.
struct ProcessLook {
    char letter = '?';
    Colour colour;
};
// Whether the cursor stands between the events of a step: then that step is the one shown.
inline bool inside_step(const sim::history::Moment& at) {
    return at.event > 0 || at.access > 0;
}

ProcessLook look_of(const ViewContext& context, sim::Pid pid);

}  // namespace app::views
