#include "app/views/theme.h"

#include <array>

namespace app::views {
namespace {

using widgets::rgb;

constexpr Theme kDark{rgb(0x14171c), rgb(0x1b1f26), rgb(0x222730), rgb(0x2c323c), rgb(0xe6e9ef), rgb(0x8b93a1),
                      rgb(0x5a6270), rgb(0xffd166), rgb(0x2fbf9b), rgb(0x7a8394), rgb(0xff6b5e), true};
constexpr Theme kLight{rgb(0xf4f5f7), rgb(0xffffff), rgb(0xeff0f3), rgb(0xd5d9e0), rgb(0x1b1f26), rgb(0x5b6472),
                       rgb(0xa0a7b3), rgb(0xb36b00), rgb(0x008763), rgb(0x7a8394), rgb(0xc8321f), false};

// Okabe and Ito's set first, without its two greens: green is the segment's. Fills of the light theme are dark enough
// for white letters.
constexpr std::array kDarkProcesses{rgb(0x56b4e9), rgb(0xe69f00), rgb(0xcc79a7), rgb(0xf0e442),
                                    rgb(0xa48df0), rgb(0xe88a5a), rgb(0xb5c7dd), rgb(0xc9b28a)};
constexpr std::array kLightProcesses{rgb(0x0072b2), rgb(0xb46000), rgb(0xa84d82), rgb(0x857500),
                                     rgb(0x6a4fc0), rgb(0xb1502a), rgb(0x4a6583), rgb(0x7c6238)};

}  // namespace

Colour Theme::process(std::size_t position) const {
    const auto& colours = dark ? kDarkProcesses : kLightProcesses;
    return colours[position % colours.size()];
}

Colour Theme::tint(Colour hue) const {
    return widgets::mix(panel, hue, dark ? 0.18f : 0.14f);
}

Colour Theme::shade(Colour hue) const {
    return widgets::mix(panel, hue, dark ? 0.4f : 0.35f);
}

// Of the grounds text stands on, raised is the one nearest to it in both themes.
Colour Theme::on_panel(Colour hue) const {
    return widgets::readable(hue, raised);
}

const Theme& theme_of(session::Theme theme) {
    return theme == session::Theme::dark ? kDark : kLight;
}

}  // namespace app::views
