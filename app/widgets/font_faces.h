// The three embedded font faces and their measures, the same for every backend of the canvas.
//
// Advances come from the font file unhinted, so a text is equally wide at every scale. Line boxes are whole logical
// units high: the rasteriser takes whole pixels only, so sizes are snapped to give one at scale 1.
#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "app/widgets/canvas.h"

namespace app::widgets {

class FontFaces {
public:
    // The faces embedded in the executable.
    static const FontFaces& embedded();

    float text_width(std::string_view text, const TextStyle& style) const;
    float line_height(const TextStyle& style) const;
    // Distance from the top of the line box to the baseline.
    float ascent(const TextStyle& style) const;
    // Width one code point advances by.
    float advance(const TextStyle& style, char32_t code) const;
    // Size that gives the snapped line box: what is really drawn.
    float drawn_size(const TextStyle& style) const;

    // The face that has a glyph for `code`: `wanted` if it can, else another, else `wanted`.
    Font face_for(Font wanted, char32_t code) const;
    // Whether the face itself has the glyph.
    bool has(Font face, char32_t code) const { return at(face).advances.contains(code); }
    std::string_view file(Font face) const { return at(face).bytes; }

private:
    struct Face {
        std::string_view bytes;
        float ascent = 0, height = 0;                  // of the em; height = ascent + descent
        std::unordered_map<char32_t, float> advances;  // of the em, per glyph the face has
    };
    FontFaces();
    static Face load(std::string_view asset_name);
    const Face& at(Font face) const { return faces_[static_cast<std::size_t>(face)]; }

    std::array<Face, 3> faces_;
};

}  // namespace app::widgets
