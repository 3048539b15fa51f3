// The help pages over the picture: keys, and words with their meanings.
#pragma once

#include "app/views/shell.h"

namespace app::views {

// Draws the open page, if one is; the rest of the window is dimmed and does not react.
void draw_help(const ViewContext& context, ShellState& shell, widgets::Rect window);

}  // namespace app::views
