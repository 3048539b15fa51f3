// Arithmetic on colours: mixing, contrast, and variants that can be read.
#pragma once

#include "app/widgets/canvas.h"

namespace app::widgets {

// An opaque colour from 0xRRGGBB.
constexpr Colour rgb(std::uint32_t hex) {
    return {hex << 8 | 0xff};
}

// `from` moved towards `to` by `amount` in 0..1; opaque.
Colour mix(Colour from, Colour to, float amount);

// Contrast ratio of two opaque colours, 1 to 21, as WCAG 2 defines it.
float contrast(Colour a, Colour b);

// Contrast text must have against what lies behind it.
inline constexpr float kTextContrast = 4.5f;

// `hue` lightened or darkened just enough to be text on `background`.
Colour readable(Colour hue, Colour background);

// White where it can be read on `fill`, else near-black, else black.
Colour text_on(Colour fill);

}  // namespace app::widgets
