#include "app/widgets/svg_canvas.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace app::widgets {
namespace {

// A number with at most two decimals.
std::string number(float value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", static_cast<double>(value));
    std::string out = text;
    out.erase(out.find_last_not_of('0') + 1);
    if (out.ends_with('.')) out.pop_back();
    return out == "-0" ? "0" : out;
}

std::string attribute(const char* name, float value) {
    return std::string(" ") + name + "=\"" + number(value) + '"';
}

// fill="#rrggbb", with its opacity where it is not opaque.
std::string paint(const char* kind, Colour colour) {
    char text[16];
    std::snprintf(text, sizeof text, "#%06x", colour.rgba >> 8);
    std::string out = std::string(" ") + kind + "=\"" + text + '"';
    const std::uint32_t alpha = colour.rgba & 0xff;
    if (alpha != 0xff) out += attribute((std::string(kind) + "-opacity").c_str(), static_cast<float>(alpha) / 255.0f);
    return out;
}

std::string box(Rect rect, float radius) {
    std::string out = attribute("x", rect.x) + attribute("y", rect.y) + attribute("width", std::max(0.0f, rect.w)) +
                      attribute("height", std::max(0.0f, rect.h));
    if (radius > 0) out += attribute("rx", radius);
    return out;
}

// XML allows no control characters but these three, and neither do titles of programs deserve them.
std::string escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
        }
    }
    return out;
}

const char* family(Font font) {
    return font == Font::mono ? "'JetBrains Mono', monospace" : "Inter, 'Helvetica Neue', Arial, sans-serif";
}

}  // namespace

SvgCanvas::SvgCanvas(Rect part, float scale) : part_(part), scale_(scale) {}

std::string SvgCanvas::document() const {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", part_.w * scale_) +
           attribute("height", part_.h * scale_) + " viewBox=\"" + number(part_.x) + ' ' + number(part_.y) + ' ' +
           number(part_.w) + ' ' + number(part_.h) + "\" style=\"font-feature-settings:'calt' 0\">\n" + body_ +
           "</svg>\n";
}

void SvgCanvas::fill(Rect rect, Colour colour, float radius) {
    body_ += "<rect" + box(rect, radius) + paint("fill", colour) + "/>\n";
}

void SvgCanvas::outline(Rect rect, Colour colour, float thickness, float radius, bool dashed) {
    body_ += "<rect" + box(rect.inset(thickness / 2), radius) + " fill=\"none\"" + paint("stroke", colour) +
             attribute("stroke-width", thickness) + (dashed ? " stroke-dasharray=\"4 3\"" : "") + "/>\n";
}

void SvgCanvas::polyline(const char* element, std::span<const Point> points, const std::string& style) {
    body_ += std::string("<") + element + " points=\"";
    for (const Point& point : points) body_ += number(point.x) + ',' + number(point.y) + ' ';
    body_ += '"' + style + "/>\n";
}

void SvgCanvas::line(std::span<const Point> points, Colour colour, float thickness) {
    polyline("polyline", points, " fill=\"none\"" + paint("stroke", colour) + attribute("stroke-width", thickness));
}

void SvgCanvas::circle(Point centre, float radius, Colour colour) {
    body_ += "<circle" + attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius) +
             paint("fill", colour) + "/>\n";
}

void SvgCanvas::ring(Point centre, float radius, Colour colour, float thickness) {
    body_ += "<circle" + attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius) +
             " fill=\"none\"" + paint("stroke", colour) + attribute("stroke-width", thickness) + "/>\n";
}

void SvgCanvas::polygon(std::span<const Point> points, Colour colour) {
    polyline("polygon", points, paint("fill", colour));
}

void SvgCanvas::text(Point at, std::string_view text, const TextStyle& style) {
    if (text.empty()) return;
    // Left-aligned at the measured place and as wide as measured: another font at the reader's moves nothing.
    body_ += "<text" + attribute("x", left_of(at.x, text, style)) + attribute("y", at.y + faces().ascent(style)) +
             attribute("textLength", text_width(text, style)) + " font-family=\"" + family(style.font) + '"' +
             attribute("font-size", faces().drawn_size(style)) +
             (style.font == Font::strong ? " font-weight=\"600\"" : "") + paint("fill", style.colour) +
             " xml:space=\"preserve\">" + escaped(text) + "</text>\n";
}

void SvgCanvas::cells(Rect rect, std::uint32_t columns, std::uint32_t rows, std::span<const Colour> cells) {
    const float width = rect.w / static_cast<float>(columns), height = rect.h / static_cast<float>(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto line = cells.subspan(row * columns, columns);
        for (std::size_t from = 0, to = 0; from < line.size(); from = to) {  // a run of equal cells is one rectangle
            while (to < line.size() && line[to] == line[from]) ++to;
            fill({rect.x + width * static_cast<float>(from), rect.y + height * static_cast<float>(row),
                  width * static_cast<float>(to - from), height},
                 line[from]);
        }
    }
}

void SvgCanvas::push_clip(Rect rect) {
    MeasuredCanvas::push_clip(rect);
    const std::string name = "c" + std::to_string(clip_count_++);
    body_ += "<clipPath id=\"" + name + "\"><rect" + box(clips_.back(), 0) + "/></clipPath><g clip-path=\"url(#" +
             name + ")\">\n";
}

void SvgCanvas::pop_clip() {
    MeasuredCanvas::pop_clip();
    body_ += "</g>\n";
}

}  // namespace app::widgets
