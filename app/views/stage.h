// The presenter's stage: drawn in units of a 1920 x 1080 screen, scaled to whatever area there is.
#pragma once

#include <algorithm>

#include "app/views/style.h"

namespace app::views {

struct Stage {
    const ViewContext& context;
    widgets::Point origin;
    float unit = 1;

    // `design` (in stage units) fills `area`, in its middle.
    Stage(const ViewContext& view, widgets::Rect area, widgets::Rect design)
        : context(view), unit(std::min(area.w / design.w, area.h / design.h)) {
        origin = {area.centre().x - design.centre().x * unit, area.centre().y - design.centre().y * unit};
    }

    widgets::Rect at(widgets::Rect r) const {
        return {origin.x + r.x * unit, origin.y + r.y * unit, r.w * unit, r.h * unit};
    }
    widgets::Point at(widgets::Point p) const { return {origin.x + p.x * unit, origin.y + p.y * unit}; }

    // However small the stage, text stays readable.
    float text_size(float size) const { return std::max(kSmall, size * unit); }
    widgets::TextStyle text(float size, Colour colour, widgets::Align align = widgets::Align::left) const {
        return {widgets::Font::text, text_size(size), colour, align};
    }
    widgets::TextStyle strong(float size, Colour colour, widgets::Align align = widgets::Align::left) const {
        return {widgets::Font::strong, text_size(size), colour, align};
    }
    widgets::TextStyle mono(float size, Colour colour) const { return {widgets::Font::mono, text_size(size), colour}; }
    // Words in the vertical middle of a box given in stage units, cut to fit.
    void write(widgets::Rect box, std::string_view words, const widgets::TextStyle& style) const {
        widgets::text_in(context.canvas, at(box), words, style);
    }
    // The same with the first of `choices`, longest first, that fits.
    void write_first(widgets::Rect box, std::initializer_list<std::string> choices,
                     const widgets::TextStyle& style) const {
        write(box, widgets::first_fitting(context.canvas, choices, style, box.w * unit), style);
    }
    float width(std::string_view words, const widgets::TextStyle& style) const {
        return context.canvas.text_width(words, style) / unit;
    }
    const Theme& theme() const { return context.theme; }
    widgets::Canvas& canvas() const { return context.canvas; }
};

}  // namespace app::views
