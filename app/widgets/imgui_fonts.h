// The embedded faces as ImGui fonts, baked at the pixel sizes that are asked for. All that depends on how a version of
// ImGui keeps its fonts stands here.
#pragma once

#include <imgui.h>

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "app/widgets/font_faces.h"

namespace app::widgets {

class ImGuiFonts {
public:
    // The font of this face at `pixels` high line boxes. When it is not baked yet, the nearest one: bake() then wants
    // to be called before the next frame.
    ImFont* font(Font face, int pixels);
    // Notes that `code` is drawn, so that it is baked.
    void want(Font face, char32_t code);

    // Whether something was asked for that is not baked.
    bool stale() const { return stale_; }
    // Bakes everything asked for so far. Not inside a frame; the renderer's font texture must be made anew.
    void bake();

private:
    using Key = std::pair<Font, int>;
    std::map<Key, ImFont*> fonts_;
    std::map<Font, std::set<char32_t>> extra_;     // beyond Latin-1
    std::map<Font, std::vector<ImWchar>> ranges_;  // what ImGui keeps pointers to
    bool stale_ = true;

    void rebuild_ranges(Font face);
    ImFont* nearest(Font face, int pixels) const;
};

}  // namespace app::widgets
