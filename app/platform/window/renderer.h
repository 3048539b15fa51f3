// ImGui drawn by OpenGL 3.3: what the window and the picture share.
#pragma once

#include <cstdint>
#include <vector>

#include "app/platform/window/program.h"

namespace app::platform {

// Lives while an OpenGL 3.3 context is current and gladLoadGL() was called.
class Renderer {
public:
    Renderer();
    ~Renderer();
    Renderer(const Renderer&) = delete;
    Renderer& operator=(const Renderer&) = delete;

    // The atlas was built anew: its texture must be too.
    void fonts_changed();
    // Starts and ends a frame around program.draw and paints it into the bound framebuffer, `width` by `height` pixels.
    void paint(const Program& program, const FrameInput& input, int width, int height);

private:
    struct Texture {
        std::uint32_t name = 0;
        std::vector<std::uint32_t> pixels;
        std::uint32_t columns = 0;
    };
    std::uint32_t upload(std::size_t slot, std::uint32_t columns, std::uint32_t rows, const std::uint32_t* pixels);

    std::vector<Texture> textures_;
};

}  // namespace app::platform
