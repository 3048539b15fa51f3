// The whole window's picture: what stands where, and what hovering and clicking mean.
#pragma once

#include "app/views/shell.h"

namespace app::views {

// Draws everything that is drawn on the canvas for a window of this size in logical units.
void draw_picture(const ViewContext& context, ShellState& shell, float width, float height);

// Where the panels are in it now: cards take their room from them.
Layout picture_layout(const ViewContext& context, float width, float height);

// Whether a window of this size shows fewer details.
bool is_compact(float width, float height);

}  // namespace app::views
