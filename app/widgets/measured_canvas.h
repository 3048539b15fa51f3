// What all backends of the canvas share: measuring text, clipping, hit regions.
#pragma once

#include <string>
#include <vector>

#include "app/widgets/canvas.h"
#include "app/widgets/font_faces.h"

namespace app::widgets {

// The part of `a` inside `b`; of no size when they are apart.
Rect intersection(Rect a, Rect b);

class MeasuredCanvas : public Canvas {
public:
    float text_width(std::string_view text, const TextStyle& style) const override;
    float line_height(const TextStyle& style) const override;

    void push_clip(Rect rect) override;
    void pop_clip() override;
    void hit(Rect rect, HitId id, std::string_view tooltip = {}) override;
    HitId hovered() const override { return 0; }
    HitId clicked() const override { return 0; }

protected:
    struct HitRegion {
        Rect rect;
        HitId id = 0;
        std::string tooltip;
    };
    // Left end of a text that is aligned at `x`.
    float left_of(float x, std::string_view text, const TextStyle& style) const;
    const FontFaces& faces() const { return faces_; }

    std::vector<Rect> clips_;
    std::vector<HitRegion> hits_;  // of this frame, topmost last

private:
    const FontFaces& faces_ = FontFaces::embedded();
};

}  // namespace app::widgets
