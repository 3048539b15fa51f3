#include "app/platform/window/renderer.h"

#include <glad/gl.h>
#include <imgui.h>

#if __has_include(<imgui_impl_opengl3.h>)
#include <imgui_impl_opengl3.h>
#else
#include <backends/imgui_impl_opengl3.h>
#endif

#include <algorithm>

namespace app::platform {
namespace {

// A clear of a part. ImGui sets the scissor anew for everything it draws, so nothing is put back.
void fill_solid(int x, int y, int width, int height, std::uint32_t colour) {
    const auto part = [colour](int shift) { return static_cast<float>(colour >> shift & 0xff) / 255.0f; };
    glScissor(x, y, width, height);
    glClearColor(part(24), part(16), part(8), 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace

Renderer::Renderer() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

Renderer::~Renderer() {
    for (const Texture& texture : textures_) glDeleteTextures(1, &texture.name);
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
}

void Renderer::fonts_changed() {
#if IMGUI_VERSION_NUM < 19200
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
}

void Renderer::paint(const Program& program, const FrameInput& input, int width, int height) {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    Painter painter;
    painter.upload = [this](std::size_t slot, std::uint32_t columns, std::uint32_t rows, const std::uint32_t* pixels) {
        return upload(slot, columns, rows, pixels);
    };
    painter.fill = [height](int x, int y, int wide, int high, std::uint32_t colour) {
        fill_solid(x, height - y - high, wide, high, colour);  // OpenGL counts from the bottom
    };
    program.draw(input, painter);
    ImGui::Render();
    glViewport(0, 0, width, height);
    glClearColor(0, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

std::uint32_t Renderer::upload(std::size_t slot, std::uint32_t columns, std::uint32_t rows,
                               const std::uint32_t* pixels) {
    if (slot >= textures_.size()) textures_.resize(slot + 1);
    Texture& texture = textures_[slot];
    const std::size_t count = std::size_t{columns} * rows;
    const bool same =
        texture.columns == columns && std::equal(texture.pixels.begin(), texture.pixels.end(), pixels, pixels + count);
    if (texture.name != 0 && same) return texture.name;
    texture.pixels.assign(pixels, pixels + count);
    texture.columns = columns;
    if (texture.name == 0) glGenTextures(1, &texture.name);
    glBindTexture(GL_TEXTURE_2D, texture.name);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, static_cast<GLsizei>(columns), static_cast<GLsizei>(rows), 0, GL_RGBA,
                 GL_UNSIGNED_INT_8_8_8_8, pixels);
    // Sharp when magnified; averaged when cells are smaller than pixels, so that none disappears.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glGenerateMipmap(GL_TEXTURE_2D);
    return texture.name;
}

}  // namespace app::platform
