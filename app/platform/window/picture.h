// One frame as pixels, without a display.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/platform/window/program.h"

namespace app::platform {

struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  // 4 bytes each, top row first
};

// A place to draw without a display, kept from frame to frame. One at a time in a process.
class Offscreen {
public:
    Offscreen();
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;

    // Exactly so many pixels. False, and `error` says why and which package is missing. Call it first.
    bool open(int width, int height, float scale, std::string& error);
    // Draws one frame. True when fonts were baked anew for it: glyphs may still be missing, paint again.
    bool paint(const Program& program);
    // Waits until everything painted is in memory.
    void finish();
    Pixels pixels() const;

private:
    struct Surface;
    std::unique_ptr<Surface> surface_;
};

// Draws the program once all its glyphs are there, at exactly this size. False, and `error` says why and which package
// is missing.
bool render_pixels(int width, int height, float scale, const Program& program, Pixels& pixels, std::string& error);

bool write_png(const Pixels& pixels, const std::string& path, std::string& error);

// The widest and highest picture.
inline constexpr int kMaxPictureSide = 8192;

}  // namespace app::platform
