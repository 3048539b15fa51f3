// One frame as pixels, without a display.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/platform/window/program.h"

namespace app::platform {

struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  // 4 bytes each, top row first
};

// Draws the program at exactly this size. False, and `error` says why and which package is missing.
bool render_pixels(int width, int height, float scale, const Program& program, Pixels& pixels, std::string& error);

bool write_png(const Pixels& pixels, const std::string& path, std::string& error);

// The widest and highest picture.
inline constexpr int kMaxPictureSide = 8192;

}  // namespace app::platform
