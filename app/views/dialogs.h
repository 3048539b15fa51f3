// Dialogs with text fields: open, paste, save, type. The only views that use ImGui's own widgets: typing text is its
// trade.
#pragma once

#include <imgui.h>

#include <vector>

#include "app/session/session.h"
#include "app/views/shell.h"

namespace app::views {

// What dialogs are drawn with; `scale` is ImGui's units per logical unit.
struct DialogLook {
    const Theme& theme;
    float scale = 1;
    ImFont* text = nullptr;
    ImFont* code = nullptr;
};

// Draws the open dialog inside an ImGui frame.
void draw_dialogs(const DialogLook& look, ShellState& shell, std::vector<session::Action>& actions);

// Whether a dialog that takes the keyboard is open.
bool takes_keyboard(const ShellState& shell);

}  // namespace app::views
