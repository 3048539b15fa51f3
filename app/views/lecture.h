// Presenter mode: the moment large, at detail 1, for the last row of a lecture hall.
#pragma once

#include "app/views/shell.h"

namespace app::views {

// The whole screen: title, steps, picture (or both kernels side by side), caption, keys. No text under 24 units at 1920
// x 1080.
void draw_lecture(const ViewContext& context, widgets::Rect window);

// The picture alone, as large as `area` allows: also on the start screen.
void draw_lecture_picture(const ViewContext& context, widgets::Rect area);

}  // namespace app::views
