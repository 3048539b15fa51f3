// The bar at the top: name, menus, which kernel, how much detail, what machine.
#pragma once

#include "app/views/shell.h"

namespace app::views {

void draw_top_bar(const ViewContext& context, ShellState& shell, widgets::Rect rect);

}  // namespace app::views
