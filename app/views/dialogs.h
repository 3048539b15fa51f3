// Dialogs with text fields: open, paste, save. The only views that use ImGui's own widgets: typing text is its trade.
#pragma once

#include <vector>

#include "app/session/session.h"
#include "app/views/shell.h"

namespace app::views {

// Draws the open dialog inside an ImGui frame; `scale` is ImGui's units per logical unit.
void draw_dialogs(const Theme& theme, ShellState& shell, float scale, std::vector<session::Action>& actions);

// Whether a dialog that takes the keyboard is open.
bool takes_keyboard(const ShellState& shell);

}  // namespace app::views
