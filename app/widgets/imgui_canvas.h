// The canvas drawn by ImGui's draw list.
#pragma once

#include <imgui.h>

#include <deque>
#include <functional>
#include <span>

#include "app/widgets/imgui_fonts.h"
#include "app/widgets/measured_canvas.h"

namespace app::widgets {

// Puts columns * rows pixels into the texture of `slot` (made or replaced as needed) and returns it. Sampled nearest.
using TextureUpload = std::function<ImTextureID(std::size_t slot, std::uint32_t columns, std::uint32_t rows,
                                                std::span<const Colour> pixels)>;

// Fills a rectangle of pixels with an opaque colour while ImGui's lists are painted.
using SolidFill = std::function<void(int x, int y, int width, int height, Colour colour)>;

class ImGuiCanvas : public MeasuredCanvas {
public:
    ImGuiCanvas(ImGuiFonts& fonts, TextureUpload upload, SolidFill solid)
        : fonts_(fonts), upload_(std::move(upload)), solid_(std::move(solid)) {}
    // ImGui's list keeps pointers to it until the frame is painted.
    ImGuiCanvas(const ImGuiCanvas&) = delete;
    ImGuiCanvas& operator=(const ImGuiCanvas&) = delete;

    // Starts a frame on `list`, `scale` pixels per logical unit. With `mouse` false nothing is hovered or clicked.
    void begin(ImDrawList* list, float scale, bool mouse);
    // What explains the thing the mouse is over; empty when nothing.
    const std::string& tooltip() const { return tooltip_; }

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
    HitId hovered() const override { return hovered_; }
    HitId clicked() const override { return clicked_; }
    Pointer pointer() const override { return pointer_; }

private:
    ImVec2 pixel(Point point) const { return {point.x * scale_, point.y * scale_}; }
    void fill_corners(Rect rect, Colour colour, float radius, ImDrawFlags corners);
    // A large opaque rectangle, painted by `solid_` in its turn.
    void fill_solid(Rect rect, Colour colour);
    static void paint_solid(const ImDrawList* list, const ImDrawCmd* command);
    void stroke(std::span<const Point> points, Colour colour, float thickness, bool closed);

    ImGuiFonts& fonts_;
    struct Solid {
        const SolidFill* fill = nullptr;
        int x = 0, y = 0, width = 0, height = 0;
        Colour colour;
    };

    TextureUpload upload_;
    SolidFill solid_;
    std::deque<Solid> solids_;  // of this frame; stable addresses for the draw callbacks
    ImDrawList* list_ = nullptr;
    float scale_ = 1;
    std::size_t textures_ = 0;  // used in this frame
    HitId hovered_ = 0, pressed_ = 0, clicked_ = 0;
    Pointer pointer_;
    std::string tooltip_;
};

}  // namespace app::widgets
