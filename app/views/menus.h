// The menus: what is in them, and the open one drawn over everything else.
#pragma once

#include <span>
#include <string_view>

#include "app/views/commands.h"
#include "app/views/shell.h"

namespace app::views {

struct MenuTitle {
    Menu menu;
    std::string_view words;
};
std::span<const MenuTitle> menu_titles();

// Draws the open menu at its anchor and does what is clicked in it.
void draw_menu(const ViewContext& context, ShellState& shell, widgets::Rect window);

}  // namespace app::views
