#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/format.h>
#include <glad/gl.h>
#include <imgui.h>
#include <png.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "app/platform/window/picture.h"
#include "app/platform/window/renderer.h"

namespace app::platform {
namespace {

constexpr const char* kPackages = "drawing without a display needs the packages libegl1 and libgl1-mesa-dri";
// Frames until everything asked for is there: the first asks for its fonts, the second may for a borrowed glyph.
constexpr int kMaxFrames = 4;

// A surfaceless OpenGL 3.3 core context, current while it lives.
class Context {
public:
    ~Context() {
        if (display_ == EGL_NO_DISPLAY) return;
        eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (context_ != EGL_NO_CONTEXT) eglDestroyContext(display_, context_);
        eglTerminate(display_);
    }

    bool open(std::string& error) {
        const auto get_display =
            reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
        if (get_display != nullptr) display_ = get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
        if (display_ == EGL_NO_DISPLAY || eglInitialize(display_, nullptr, nullptr) == EGL_FALSE) {
            return fail(error, "EGL has no surfaceless platform here");
        }
        if (eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) return fail(error, "EGL offers no OpenGL here");
        const EGLint wanted[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
        EGLConfig config = nullptr;
        EGLint count = 0;
        eglChooseConfig(display_, wanted, &config, 1, &count);
        const EGLint version[] = {
            EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
        context_ = eglCreateContext(display_, count > 0 ? config : EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, version);
        if (context_ == EGL_NO_CONTEXT) return fail(error, "EGL offers no OpenGL 3.3 here");
        if (eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_FALSE) {
            return fail(error, "EGL cannot draw without a surface here");
        }
        if (gladLoadGL(reinterpret_cast<GLADloadfunc>(eglGetProcAddress)) == 0)
            return fail(error, "OpenGL does not load");
        return true;
    }

private:
    static bool fail(std::string& error, const char* what) {
        error = fmt::format("{}: {}", what, kPackages);
        return false;
    }

    EGLDisplay display_ = EGL_NO_DISPLAY;
    EGLContext context_ = EGL_NO_CONTEXT;
};

// A framebuffer object of exactly this size, bound.
class Target {
public:
    Target(int width, int height) {
        glGenFramebuffers(1, &framebuffer_);
        glGenRenderbuffers(1, &colours_);
        glBindRenderbuffer(GL_RENDERBUFFER, colours_);
        glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
        glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, colours_);
    }
    ~Target() {
        glDeleteFramebuffers(1, &framebuffer_);
        glDeleteRenderbuffers(1, &colours_);
    }
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    bool complete() const { return glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE; }

private:
    GLuint framebuffer_ = 0, colours_ = 0;
};

void read_pixels(Pixels& pixels) {
    const std::size_t row = static_cast<std::size_t>(pixels.width) * 4;
    std::vector<std::uint8_t> upside_down(row * static_cast<std::size_t>(pixels.height));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, pixels.width, pixels.height, GL_RGBA, GL_UNSIGNED_BYTE, upside_down.data());
    pixels.rgba.resize(upside_down.size());
    for (std::size_t y = 0; y < static_cast<std::size_t>(pixels.height); ++y) {
        const auto from = upside_down.end() - static_cast<std::ptrdiff_t>((y + 1) * row);
        std::copy(from, from + static_cast<std::ptrdiff_t>(row),
                  pixels.rgba.begin() + static_cast<std::ptrdiff_t>(y * row));
    }
}

}  // namespace

// Destroyed from the last to the first: the renderer and the target need the context.
struct Offscreen::Surface {
    Surface(int wide, int high, float units) : width(wide), height(high), scale(units) {}

    int width, height;
    float scale;
    Context context;
    std::optional<Target> target;
    std::optional<Renderer> renderer;
};

Offscreen::Offscreen() = default;
Offscreen::~Offscreen() = default;

bool Offscreen::open(int width, int height, float scale, std::string& error) {
    if (width < 1 || height < 1 || width > kMaxPictureSide || height > kMaxPictureSide) {
        error = fmt::format("a picture is 1 to {} pixels wide and high, not {} x {}", kMaxPictureSide, width, height);
        return false;
    }
    surface_ = std::make_unique<Surface>(width, height, scale);
    if (!surface_->context.open(error)) return false;
    surface_->target.emplace(width, height);
    if (!surface_->target->complete()) {
        error = fmt::format("OpenGL cannot draw {} x {} pixels here", width, height);
        return false;
    }
    surface_->renderer.emplace();
    return true;
}

bool Offscreen::paint(const Program& program) {
    const bool changed = program.prepare();
    if (changed) surface_->renderer->fonts_changed();
    const FrameInput input{.width = static_cast<float>(surface_->width),
                           .height = static_cast<float>(surface_->height),
                           .scale = surface_->scale,
                           .seconds = 0,
                           .keys = {},
                           .dropped = {},
                           .interactive = false};
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {input.width, input.height};
    io.DeltaTime = 1.0f / 60;
    surface_->renderer->paint(program, input, surface_->width, surface_->height);
    return changed;
}

void Offscreen::finish() {
    glFinish();
}

Pixels Offscreen::pixels() const {
    Pixels result{surface_->width, surface_->height, {}};
    read_pixels(result);
    return result;
}

bool render_pixels(int width, int height, float scale, const Program& program, Pixels& pixels, std::string& error) {
    Offscreen offscreen;
    if (!offscreen.open(width, height, scale, error)) return false;
    for (int frame = 0; frame < kMaxFrames; ++frame) {
        const bool changed = offscreen.paint(program);
        if (!changed && frame > 0) break;
    }
    pixels = offscreen.pixels();
    return true;
}

bool write_png(const Pixels& pixels, const std::string& path, std::string& error) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(pixels.width);
    image.height = static_cast<png_uint_32>(pixels.height);
    image.format = PNG_FORMAT_RGBA;
    if (png_image_write_to_file(&image, path.c_str(), 0, pixels.rgba.data(), 0, nullptr) != 0) return true;
    error = fmt::format("{}: cannot write the picture: {}", path, image.message);
    return false;
}

}  // namespace app::platform
