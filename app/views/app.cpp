#include "app/views/app.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "app/platform/window/picture.h"
#include "app/platform/window/window.h"
#include "app/views/frame.h"
#include "app/views/picture.h"
#include "app/widgets/recording_canvas.h"
#include "app/widgets/svg_canvas.h"

namespace app::views {
namespace {

struct NamedView {
    std::string_view name;
    Rect Layout::*region;
};

constexpr std::array kViews{
    NamedView{"programs", &Layout::programs},       NamedView{"address-spaces", &Layout::address_spaces},
    NamedView{"page-tables", &Layout::page_tables}, NamedView{"physical-memory", &Layout::physical_memory},
    NamedView{"memory", &Layout::centre},           NamedView{"segments", &Layout::segments},
    NamedView{"kernel", &Layout::kernel_log},       NamedView{"inspector", &Layout::inspector},
    NamedView{"time-line", &Layout::time_line}};

float scale_of(const PictureRequest& request) {
    return scale_for(static_cast<float>(request.width), static_cast<float>(request.height), request.scale);
}

// The part of the picture that was asked for, in logical units.
Rect part_of(const session::Session& session, const PictureRequest& request) {
    const float width = static_cast<float>(request.width) / scale_of(request);
    const float height = static_cast<float>(request.height) / scale_of(request);
    const auto view = std::find_if(kViews.begin(), kViews.end(), [&](const auto& v) { return v.name == request.view; });
    if (view == kViews.end()) return {0, 0, width, height};
    widgets::RecordingCanvas measuring({0, 0, width, height});
    std::vector<session::Action> ignored;
    ViewMemory memory;
    const ViewContext context{measuring, session, theme_of(session.settings().theme), ignored, memory};
    return picture_layout(context, width, height).*(view->region);
}

platform::Pixels cropped(const platform::Pixels& from, Rect part, float scale) {
    const auto pixel = [&](float units, int most) {
        return std::clamp(static_cast<int>(std::lround(units * scale)), 0, most);
    };
    const int left = pixel(part.x, from.width), right = pixel(part.right(), from.width);
    const int top = pixel(part.y, from.height), bottom = pixel(part.bottom(), from.height);
    platform::Pixels out{right - left, bottom - top, {}};
    for (int y = top; y < bottom; ++y) {
        const auto row = from.rgba.begin() + (static_cast<std::ptrdiff_t>(y) * from.width + left) * 4;
        out.rgba.insert(out.rgba.end(), row, row + static_cast<std::ptrdiff_t>(out.width) * 4);
    }
    return out;
}

bool write_text(const std::string& path, const std::string& text, std::string& error) {
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (out) return true;
    error = fmt::format("{}: cannot be written", path);
    return false;
}

bool known_view(const PictureRequest& request, std::string& error) {
    const auto names = picture_views();
    if (request.view.empty() || std::find(names.begin(), names.end(), request.view) != names.end()) return true;
    error = fmt::format("there is no view '{}'; there are {}", request.view, fmt::join(names, ", "));
    return false;
}

}  // namespace

int run_window(session::Session session) {
    Application application(std::move(session));
    std::string error;
    const platform::WindowOptions options{.title = "shmscope"};
    if (platform::run_in_window(options, application.program(), error)) return 0;
    std::fprintf(stderr, "shmscope: %s\n", error.c_str());
    return 2;
}

std::vector<std::string> picture_views() {
    std::vector<std::string> names;
    for (const NamedView& view : kViews) names.emplace_back(view.name);
    return names;
}

std::string picture_svg(const session::Session& session, const PictureRequest& request) {
    const float scale = scale_of(request);
    widgets::SvgCanvas canvas(part_of(session, request), scale);
    std::vector<session::Action> ignored;
    ShellState shell;
    const float width = static_cast<float>(request.width) / scale;
    const float height = static_cast<float>(request.height) / scale;
    const ViewContext context{canvas,  session,      theme_of(session.settings().theme),
                              ignored, shell.memory, is_compact(width, height)};
    draw_picture(context, shell, width, height);
    return canvas.document();
}

bool render_picture(const session::Session& session, const PictureRequest& request, const std::string& path,
                    std::string& error) {
    if (!known_view(request, error)) return false;
    if (path.ends_with(".svg")) return write_text(path, picture_svg(session, request), error);
    Application application(session);
    platform::Pixels pixels;
    if (!platform::render_pixels(request.width, request.height, request.scale, application.program(), pixels, error)) {
        return false;
    }
    if (!request.view.empty()) pixels = cropped(pixels, part_of(session, request), scale_of(request));
    return platform::write_png(pixels, path, error);
}

}  // namespace app::views
