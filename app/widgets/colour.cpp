#include "app/widgets/colour.h"

#include <algorithm>
#include <cmath>

namespace app::widgets {
namespace {

float channel(Colour colour, int shift) {
    return static_cast<float>(colour.rgba >> shift & 0xff) / 255.0f;
}

float linear(float value) {
    return value <= 0.04045f ? value / 12.92f : std::pow((value + 0.055f) / 1.055f, 2.4f);
}

float luminance(Colour colour) {
    return 0.2126f * linear(channel(colour, 24)) + 0.7152f * linear(channel(colour, 16)) +
           0.0722f * linear(channel(colour, 8));
}

std::uint32_t byte(float value) {
    return static_cast<std::uint32_t>(std::lround(std::clamp(value, 0.0f, 1.0f) * 255));
}

}  // namespace

Colour mix(Colour from, Colour to, float amount) {
    const auto blend = [&](int shift) {
        return byte(channel(from, shift) + (channel(to, shift) - channel(from, shift)) * amount) << shift;
    };
    return {blend(24) | blend(16) | blend(8) | 0xff};
}

float contrast(Colour a, Colour b) {
    const float first = luminance(a), second = luminance(b);
    return (std::max(first, second) + 0.05f) / (std::min(first, second) + 0.05f);
}

Colour readable(Colour hue, Colour background) {
    const Colour target = luminance(background) > 0.18f ? rgb(0x000000) : rgb(0xffffff);
    Colour colour = mix(hue, hue, 0);
    for (int step = 1; step <= 20 && contrast(colour, background) < kTextContrast; ++step) {
        colour = mix(hue, target, static_cast<float>(step) / 20.0f);
    }
    return colour;
}

Colour text_on(Colour fill) {
    const Colour light = rgb(0xffffff), dark = rgb(0x14171c), black = rgb(0x000000);
    if (contrast(light, fill) >= kTextContrast) return light;
    return contrast(dark, fill) >= kTextContrast ? dark : black;  // one of black and white always reaches it
}

}  // namespace app::widgets
