// The canvas that draws nothing and remembers everything: for tests that ask whether texts fit and boxes overlap.
#pragma once

#include <string>
#include <vector>

#include "app/widgets/measured_canvas.h"

namespace app::widgets {

class RecordingCanvas : public MeasuredCanvas {
public:
    struct Text {
        std::string text;
        TextStyle style;
        Rect bounds;  // of the line box
        Rect clip;    // what was visible when it was drawn
    };
    struct Box {
        Rect rect;
        Colour colour;
        bool filled = false;
    };

    // `window` is the outermost clip.
    explicit RecordingCanvas(Rect window) { push_clip(window); }

    const std::vector<Text>& texts() const { return texts_; }
    const std::vector<Box>& boxes() const { return boxes_; }
    const std::vector<std::vector<Point>>& lines() const { return lines_; }
    // Whether some text contains `part`.
    bool shows(std::string_view part) const;
    // Texts whose line box is cut by its clip: what a reader would see clipped.
    std::vector<Text> clipped_texts() const;
    // Where the region of `id` is, topmost; no size when there is none.
    Rect region(HitId id) const;

    // What the mouse is made to do.
    void click(HitId id) { hovered_ = clicked_ = id; }
    void hover(HitId id) { hovered_ = id; }

    void fill(Rect rect, Colour colour, float radius = 0) override;
    void outline(Rect rect, Colour colour, float thickness = 1, float radius = 0, bool dashed = false) override;
    void line(std::span<const Point> points, Colour colour, float thickness = 1) override;
    void circle(Point centre, float radius, Colour colour) override;
    void ring(Point centre, float radius, Colour colour, float thickness = 1) override;
    void polygon(std::span<const Point> points, Colour colour) override;
    void text(Point at, std::string_view text, const TextStyle& style) override;
    void cells(Rect rect, std::uint32_t columns, std::uint32_t rows, std::span<const Colour> cells) override;
    HitId hovered() const override { return hovered_; }
    HitId clicked() const override { return clicked_; }

private:
    std::vector<Text> texts_;
    std::vector<Box> boxes_;
    std::vector<std::vector<Point>> lines_;
    HitId hovered_ = 0, clicked_ = 0;
};

}  // namespace app::widgets
