#include "app/widgets/imgui_fonts.h"

#if __has_include(<imgui_freetype.h>)
#include <imgui_freetype.h>
#define SHMSCOPE_HAS_FREETYPE_BUILDER 1
#elif __has_include(<misc/freetype/imgui_freetype.h>)
#include <misc/freetype/imgui_freetype.h>
#define SHMSCOPE_HAS_FREETYPE_BUILDER 1
#endif

#include <cstdlib>

namespace app::widgets {
namespace {

constexpr char32_t kLastLatin1 = 0xff;
constexpr int kDefaultPixels = 17;  // line box of 14-unit text: what ImGui's own widgets use

// FreeType with light hinting draws small text visibly better than the built-in rasteriser.
void choose_rasteriser(ImFontAtlas& atlas) {
#if defined(SHMSCOPE_HAS_FREETYPE_BUILDER) && IMGUI_VERSION_NUM < 19200
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
#else
    (void)atlas;
#endif
}

}  // namespace

ImFont* ImGuiFonts::nearest(Font face, int pixels) const {
    ImFont* best = nullptr;
    int distance = 0;
    for (const auto& [key, font] : fonts_) {
        const int apart = std::abs(key.second - pixels) + (key.first == face ? 0 : 1000);
        if (font != nullptr && (best == nullptr || apart < distance)) {
            best = font;
            distance = apart;
        }
    }
    return best;
}

ImFont* ImGuiFonts::font(Font face, int pixels) {
    const auto [entry, is_new] = fonts_.try_emplace({face, pixels}, nullptr);
    stale_ = stale_ || is_new;
    return entry->second != nullptr ? entry->second : nearest(face, pixels);
}

void ImGuiFonts::want(Font face, char32_t code) {
    if (code <= kLastLatin1 || code > IM_UNICODE_CODEPOINT_MAX || !FontFaces::embedded().has(face, code)) return;
    if (extra_[face].insert(code).second) stale_ = true;
}

void ImGuiFonts::rebuild_ranges(Font face) {
    auto& ranges = ranges_[face];
    ranges = {0x20, static_cast<ImWchar>(kLastLatin1)};
    for (char32_t code : extra_[face]) {
        ranges.push_back(static_cast<ImWchar>(code));
        ranges.push_back(static_cast<ImWchar>(code));
    }
    ranges.push_back(0);
}

void ImGuiFonts::bake() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    choose_rasteriser(atlas);
    fonts_.try_emplace({Font::text, kDefaultPixels}, nullptr);
    for (Font face : {Font::text, Font::strong, Font::mono}) rebuild_ranges(face);
    for (auto& [key, font] : fonts_) {
        const std::string_view file = FontFaces::embedded().file(key.first);
        ImFontConfig config;
        config.FontDataOwnedByAtlas = false;
        config.OversampleH = config.OversampleV = 1;
        // ImGui takes a mutable pointer but only reads what it does not own.
        font = atlas.AddFontFromMemoryTTF(const_cast<char*>(file.data()), static_cast<int>(file.size()),
                                          static_cast<float>(key.second), &config, ranges_[key.first].data());
    }
    ImGui::GetIO().FontDefault = fonts_.at({Font::text, kDefaultPixels});
    atlas.Build();
    stale_ = false;
}

}  // namespace app::widgets
