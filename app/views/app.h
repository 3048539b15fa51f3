// The window and its picture, for the command line.
#pragma once

#include <string>

#include "app/session/session.h"

namespace app::views {

// Opens the window and stays until it is closed. Returns the exit status: 0, or 2 (with one line on stderr) when
// there is no display.
int run_window(session::Session session);

// The picture alone, for exact sizes and no window: `--view NAME` of `shot`. Empty: the whole window.
struct PictureRequest {
    int width = 1920, height = 1080;  // pixels
    float scale = 1;                  // pixels per logical unit
    std::string view = {};            // "", or one of picture_views()
};

// Names `PictureRequest::view` may have: "segments", "page-tables" …
std::vector<std::string> picture_views();

// Writes the session's picture to `path`: PNG, or SVG when it ends in ".svg". On failure false and `error` says why.
bool render_picture(const session::Session& session, const PictureRequest& request, const std::string& path,
                    std::string& error);
// The same as text, SVG only: for `export`.
std::string picture_svg(const session::Session& session, const PictureRequest& request);

}  // namespace app::views
