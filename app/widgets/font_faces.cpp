#include "app/widgets/font_faces.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <cmath>
#include <cstdlib>

#include "app/platform/assets.h"
#include "app/widgets/utf8.h"

namespace app::widgets {

const FontFaces& FontFaces::embedded() {
    static const FontFaces faces;
    return faces;
}

FontFaces::FontFaces() : faces_{load("fonts/text"), load("fonts/strong"), load("fonts/mono")} {}

FontFaces::Face FontFaces::load(std::string_view asset_name) {
    Face face;
    face.bytes = platform::asset(asset_name).value_or(std::string_view{});
    FT_Library library = nullptr;
    FT_Face file = nullptr;
    // The bytes are part of this executable: a failure here is a broken build, not bad input.
    if (FT_Init_FreeType(&library) != 0) std::abort();
    if (FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(face.bytes.data()),
                           static_cast<FT_Long>(face.bytes.size()), 0, &file) != 0) {
        std::abort();
    }
    const auto em = static_cast<float>(file->units_per_EM);
    face.ascent = static_cast<float>(file->ascender) / em;
    face.height = static_cast<float>(file->ascender - file->descender) / em;
    FT_UInt glyph = 0;
    for (FT_ULong code = FT_Get_First_Char(file, &glyph); glyph != 0; code = FT_Get_Next_Char(file, code, &glyph)) {
        if (FT_Load_Glyph(file, glyph, FT_LOAD_NO_SCALE) != 0) continue;
        face.advances[static_cast<char32_t>(code)] = static_cast<float>(file->glyph->metrics.horiAdvance) / em;
    }
    FT_Done_Face(file);
    FT_Done_FreeType(library);
    return face;
}

Font FontFaces::face_for(Font wanted, char32_t code) const {
    if (has(wanted, code)) return wanted;
    for (Font other : {Font::mono, Font::text}) {
        if (has(other, code)) return other;
    }
    return wanted;
}

float FontFaces::line_height(const TextStyle& style) const {
    return std::round(style.size * at(style.font).height);
}

float FontFaces::drawn_size(const TextStyle& style) const {
    return line_height(style) / at(style.font).height;
}

float FontFaces::ascent(const TextStyle& style) const {
    return drawn_size(style) * at(style.font).ascent;
}

float FontFaces::advance(const TextStyle& style, char32_t code) const {
    const auto& advances = at(face_for(style.font, code)).advances;
    const auto found = advances.find(code);
    const float em = found != advances.end() ? found->second : advances.at(U'?');
    return em * drawn_size(style);
}

float FontFaces::text_width(std::string_view text, const TextStyle& style) const {
    float width = 0;
    for (std::size_t at = 0; at < text.size();) width += advance(style, next_code_point(text, at));
    return width;
}

}  // namespace app::widgets
