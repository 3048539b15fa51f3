// The window: opens it, feeds it input, redraws it when something happened.
#pragma once

#include <string>

#include "app/platform/window/program.h"

namespace app::platform {

struct WindowOptions {
    std::string title;
    int width = 1920, height = 1080;  // wished for; never larger than the screen
    int least_width = 1024, least_height = 640;
};

// Runs until the window is closed. False, and `error` says why in one line, when there is no display to open it on.
bool run_in_window(const WindowOptions& options, const Program& program, std::string& error);

}  // namespace app::platform
