// The start screen: the first scenario alive on the left, ways in on the right.
#pragma once

#include "app/views/shell.h"

namespace app::views {

void draw_start(const ViewContext& context, ShellState& shell, widgets::Rect rect);

}  // namespace app::views
