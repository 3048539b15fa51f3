#include "app/views/layout.h"

#include <algorithm>
#include <cmath>

namespace app::views {
namespace {

// Sizes of the design picture, 1920 units wide; narrower windows shrink them, wider ones only to the cap.
constexpr float kDesignWidth = 1920;
constexpr float kDesignHeight = 1080;
constexpr float kMargin = 12;

float scaled(float at_design, float least, float most, float width) {
    return std::round(std::clamp(at_design * width / kDesignWidth, least, most));
}

void lay_out_upper(Layout& layout, Rect upper) {
    const float gutter = std::round(upper.w * 40 / 1064);  // address spaces to page tables: room for links
    const float gutter_right = std::round(upper.w * 26 / 1064);
    const float spaces = std::round(upper.w * 320 / 1064);
    const float memory = std::round(upper.w * 302 / 1064);
    const float tables = upper.w - spaces - memory - gutter - gutter_right;
    layout.address_spaces = {upper.x, upper.y, spaces, upper.h};
    layout.page_tables = {layout.address_spaces.right() + gutter, upper.y, tables, upper.h};
    layout.physical_memory = {layout.page_tables.right() + gutter_right, upper.y, memory, upper.h};
}

void lay_out_centre(Layout& layout, float height, session::Detail detail, float caption) {
    const Rect centre = layout.centre;
    float segments = std::clamp(268 * height / kDesignHeight, 150.0f, 300.0f);
    Rect inner{centre.x + kMargin, centre.y + kMargin, centre.w - 2 * kMargin, centre.h - 2 * kMargin};
    if (caption > 0) {
        layout.caption = {inner.x, inner.bottom() - caption, inner.w, caption};
        inner.h -= caption + kMargin;
        // The table has room to spare: it pays first, down to one row and its sentence.
        const float least = detail == session::Detail::picture ? 112.0f : 140.0f;
        segments = std::max(least, segments - caption);
    }
    segments = std::round(segments);
    lay_out_upper(layout, {inner.x, inner.y, inner.w, inner.h - segments - 14});
    layout.segments = {inner.x, inner.bottom() - segments, inner.w, segments};
}

void lay_out_right(Layout& layout, session::Detail detail, float question_height) {
    const Rect right = layout.right;
    const float question = question_height > 0 ? question_height + 2 * kMargin : 0;
    // The list of what the kernel did is long at full detail; at a glance one sentence is enough.
    // While a question takes its place, that sentence needs all that is left.
    const float picture_share = question > 0 ? 1.0f : 0.78f;
    const float share = detail == session::Detail::picture ? picture_share : 0.58f;
    const float log = std::round((right.h - question) * share);
    layout.kernel_log = {right.x, right.y, right.w, log};
    layout.inspector = {right.x, right.y + log, right.w, right.h - question - log};
    if (question > 0) {
        layout.question = {right.x + kMargin, layout.inspector.bottom() + kMargin, right.w - 2 * kMargin,
                           question_height};
    }
}

float left_width(float window_width) {
    return scaled(400, 250, 460, window_width);
}

}  // namespace

float right_width(float window_width) {
    return scaled(430, 280, 500, window_width) - 2 * kMargin;
}

float centre_width(float window_width) {
    return window_width - left_width(window_width) - scaled(430, 280, 500, window_width) - 2 * kMargin;
}

float scale_for(float width, float height, float wanted) {
    return std::min({wanted, width / kLeastWidth, height / kLeastHeight});
}

Layout lay_out(float width, float height, session::Detail detail, Extras extras) {
    Layout layout;
    layout.window = {0, 0, width, height};
    layout.compact = width < 1600 || height < 900;
    const float top = 44;
    const float bottom = std::round(std::clamp(80 * height / kDesignHeight, 68.0f, 80.0f));
    const float left = left_width(width);
    const float right = scaled(430, 280, 500, width);
    const float middle = height - top - bottom;
    layout.top_bar = {0, 0, width, top};
    layout.time_line = {0, height - bottom, width, bottom};
    layout.programs = {0, top, left, middle};
    layout.right = {width - right, top, right, middle};
    layout.centre = {left, top, width - left - right, middle};
    lay_out_centre(layout, height, detail, extras.caption);
    lay_out_right(layout, detail, extras.question);
    return layout;
}

}  // namespace app::views
