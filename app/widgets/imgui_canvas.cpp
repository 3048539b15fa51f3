#include "app/widgets/imgui_canvas.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/shapes.h"
#include "app/widgets/utf8.h"

namespace app::widgets {
namespace {

// ImGui packs colours as ABGR, the canvas as RGBA.
ImU32 packed(Colour colour) {
    return IM_COL32(colour.rgba >> 24 & 0xff, colour.rgba >> 16 & 0xff, colour.rgba >> 8 & 0xff, colour.rgba & 0xff);
}

// From so many pixels on a rectangle is cheaper as a fill of its own than in ImGui's batch of triangles.
constexpr float kSolidArea = 20'000;

}  // namespace

void ImGuiCanvas::begin(ImDrawList* list, float scale, bool mouse) {
    list_ = list;
    scale_ = scale;
    textures_ = 0;
    solids_.clear();
    clips_.clear();
    const ImGuiIO& io = ImGui::GetIO();
    pointer_ = {};
    if (mouse) pointer_ = {{io.MousePos.x / scale, io.MousePos.y / scale}, io.MouseDown[0], io.MouseWheel};
    hovered_ = clicked_ = 0;
    tooltip_.clear();
    // What the mouse is over is judged by the picture the user sees: the previous frame's.
    for (const HitRegion& region : hits_) {
        if (!mouse || !region.rect.contains(pointer_.at)) continue;
        hovered_ = region.id;
        tooltip_ = region.tooltip;
    }
    if (mouse && ImGui::IsMouseClicked(0)) pressed_ = hovered_;
    if (mouse && ImGui::IsMouseReleased(0)) {
        if (hovered_ == pressed_) clicked_ = hovered_;
        pressed_ = 0;
    }
    hits_.clear();
}

void ImGuiCanvas::fill(Rect rect, Colour colour, float radius) {
    const bool opaque = (colour.rgba & 0xff) == 0xff;
    if (opaque && rect.w * rect.h * scale_ * scale_ >= kSolidArea && rect.h > 2 * radius + 2) {
        const float band = radius + 1;  // holds the round corners; the solid body hides its soft inner edge
        if (radius > 0) {
            fill_corners({rect.x, rect.y, rect.w, band}, colour, radius, ImDrawFlags_RoundCornersTop);
            fill_corners({rect.x, rect.bottom() - band, rect.w, band}, colour, radius, ImDrawFlags_RoundCornersBottom);
        }
        fill_solid({rect.x, rect.y + radius, rect.w, rect.h - 2 * radius}, colour);
        return;
    }
    fill_corners(rect, colour, radius, ImDrawFlags_RoundCornersAll);
}

void ImGuiCanvas::fill_corners(Rect rect, Colour colour, float radius, ImDrawFlags corners) {
    list_->AddRectFilled(pixel({rect.x, rect.y}), pixel({rect.right(), rect.bottom()}), packed(colour), radius * scale_,
                         corners);
}

void ImGuiCanvas::fill_solid(Rect rect, Colour colour) {
    const Rect visible = clips_.empty() ? rect : intersection(rect, clips_.back());
    const int left = static_cast<int>(std::lround(visible.x * scale_));
    const int top = static_cast<int>(std::lround(visible.y * scale_));
    const int width = static_cast<int>(std::lround(visible.right() * scale_)) - left;
    const int height = static_cast<int>(std::lround(visible.bottom() * scale_)) - top;
    if (width <= 0 || height <= 0) return;
    solids_.push_back({&solid_, left, top, width, height, colour});
    list_->AddCallback(&ImGuiCanvas::paint_solid, &solids_.back());
}

void ImGuiCanvas::paint_solid(const ImDrawList*, const ImDrawCmd* command) {
    const Solid& solid = *static_cast<const Solid*>(command->UserCallbackData);
    (*solid.fill)(solid.x, solid.y, solid.width, solid.height, solid.colour);
}

void ImGuiCanvas::outline(Rect rect, Colour colour, float thickness, float radius, bool dashed) {
    const Rect middle = rect.inset(thickness / 2);  // the stroke stays inside the rectangle
    if (dashed) {
        for (const auto& dash : dashes(middle, radius)) stroke(dash, colour, thickness, false);
        return;
    }
    // AddRect draws half a pixel inside what it is given.
    const ImVec2 from = pixel({middle.x, middle.y}), to = pixel({middle.right(), middle.bottom()});
    list_->AddRect({from.x - 0.5f, from.y - 0.5f}, {to.x + 0.5f, to.y + 0.5f}, packed(colour), radius * scale_, 0,
                   thickness * scale_);
}

void ImGuiCanvas::stroke(std::span<const Point> points, Colour colour, float thickness, bool closed) {
    for (const Point& point : points) list_->PathLineTo(pixel(point));
    list_->PathStroke(packed(colour), closed ? ImDrawFlags_Closed : ImDrawFlags_None, thickness * scale_);
}

void ImGuiCanvas::line(std::span<const Point> points, Colour colour, float thickness) {
    stroke(points, colour, thickness, false);
}

void ImGuiCanvas::circle(Point centre, float radius, Colour colour) {
    list_->AddCircleFilled(pixel(centre), radius * scale_, packed(colour));
}

void ImGuiCanvas::ring(Point centre, float radius, Colour colour, float thickness) {
    list_->AddCircle(pixel(centre), radius * scale_, packed(colour), 0, thickness * scale_);
}

void ImGuiCanvas::polygon(std::span<const Point> points, Colour colour) {
    for (const Point& point : points) list_->PathLineTo(pixel(point));
    list_->PathFillConvex(packed(colour));
}

void ImGuiCanvas::text(Point at, std::string_view text, const TextStyle& style) {
    const int height = static_cast<int>(std::lround(line_height(style) * scale_));
    float x = left_of(at.x, text, style) * scale_;
    const float y = std::round(at.y * scale_);
    for (std::size_t i = 0; i < text.size();) {
        const char32_t code = next_code_point(text, i);
        const Font face = faces().face_for(style.font, code);
        fonts_.want(face, code);
        // A glyph borrowed from another face is drawn at the same em size, which is another line height.
        const int pixels =
            face == style.font
                ? height
                : static_cast<int>(std::lround(faces().line_height({face, style.size, {}, {}}) * scale_));
        if (ImFont* font = fonts_.font(face, pixels)) {
            const auto glyph = static_cast<ImWchar>(faces().has(face, code) ? code : U'?');
            font->RenderChar(list_, static_cast<float>(pixels),
                             {std::round(x), y + static_cast<float>(height - pixels) / 2}, packed(style.colour), glyph);
        }
        x += faces().advance(style, code) * scale_;
    }
}

void ImGuiCanvas::cells(Rect rect, std::uint32_t columns, std::uint32_t rows, std::span<const Colour> cells) {
    if (columns == 0 || rows == 0) return;
    const ImTextureID texture = upload_(textures_++, columns, rows, cells);
    list_->AddImage(texture, pixel({rect.x, rect.y}), pixel({rect.right(), rect.bottom()}));
}

void ImGuiCanvas::push_clip(Rect rect) {
    MeasuredCanvas::push_clip(rect);
    const Rect visible = clips_.back();
    list_->PushClipRect(pixel({visible.x, visible.y}), pixel({visible.right(), visible.bottom()}), true);
}

void ImGuiCanvas::pop_clip() {
    MeasuredCanvas::pop_clip();
    list_->PopClipRect();
}

}  // namespace app::widgets
