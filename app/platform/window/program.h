// What a window or a picture shows, given from outside: the platform knows no views.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace app::platform {

// Keys that have a meaning; letters and digits are their ASCII code (upper case).
enum class Key : int {
    none = 0,
    space = ' ',
    escape = 256,
    enter,
    tab,
    backspace,
    left,
    right,
    up,
    down,
    home,
    end,
    page_up,
    page_down,
    f1,
    f5,
    question,
};

struct KeyPress {
    Key key = Key::none;
    bool control = false;
    bool shift = false;
};

struct FrameInput {
    float width = 0, height = 0;       // ImGui's units
    float scale = 1;                   // of those units per logical unit
    double seconds = 0;                // since the frame before
    std::vector<KeyPress> keys;        // pressed or repeated since the frame before, in order
    std::vector<std::string> dropped;  // paths of files dropped on the window
    bool interactive = true;           // false: a picture, nobody moves a mouse
};

// Makes or replaces the texture of `slot` and returns its OpenGL name. Pixels are 0xRRGGBBAA, row by row.
using UploadTexture = std::function<std::uint32_t(std::size_t slot, std::uint32_t columns, std::uint32_t rows,
                                                  const std::uint32_t* pixels)>;

// Fills a rectangle of the picture with one opaque 0xRRGGBBAA colour: pixels, from the top left corner. Only while
// ImGui's lists are painted (from a draw callback). Large areas cost a software renderer far less this way than as
// triangles.
using FillSolid = std::function<void(int x, int y, int width, int height, std::uint32_t colour)>;

// What a frame may ask of the platform besides ImGui.
struct Painter {
    UploadTexture upload;
    FillSolid fill;
};

struct Program {
    // Before a frame; true when ImGui's font atlas was built anew.
    std::function<bool()> prepare;
    // Inside an ImGui frame.
    std::function<void(const FrameInput&, const Painter&)> draw;
    // Seconds after the last frame at which the next is wanted though no input comes: 0 at once, infinity never.
    std::function<double()> next_frame;
    // True: close the window.
    std::function<bool()> finished;
};

}  // namespace app::platform
