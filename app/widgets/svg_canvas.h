// The canvas written as SVG: vectors with real text.
#pragma once

#include <string>

#include "app/widgets/measured_canvas.h"

namespace app::widgets {

class SvgCanvas : public MeasuredCanvas {
public:
    // `part` of the canvas becomes the picture, `scale` pixels per unit.
    SvgCanvas(Rect part, float scale);
    // The whole document.
    std::string document() const;

    void fill(Rect rect, Colour colour, float radius = 0) override;
    void outline(Rect rect, Colour colour, float thickness = 1, float radius = 0, bool dashed = false) override;
    void line(std::span<const Point> points, Colour colour, float thickness = 1) override;
    void circle(Point centre, float radius, Colour colour) override;
    void ring(Point centre, float radius, Colour colour, float thickness = 1) override;
    void polygon(std::span<const Point> points, Colour colour) override;
    void text(Point at, std::string_view text, const TextStyle& style) override;
    void cells(Rect rect, std::uint32_t columns, std::uint32_t rows, std::span<const Colour> cells) override;
    void push_clip(Rect rect) override;
    void pop_clip() override;

private:
    void polyline(const char* element, std::span<const Point> points, const std::string& style);

    Rect part_;
    float scale_;
    std::string body_;
    int clip_count_ = 0;
};

}  // namespace app::widgets
