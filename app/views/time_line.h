// The time line: always at the foot of the window. Buttons, the unit of a step, a dot for every step.
//
// Few steps: a labelled dot each. Many: the steps around the cursor as dots, the whole run as a strip above them in
// the colours of who ran; clicking or dragging in either goes there.
#pragma once

#include "app/views/shell.h"

namespace app::views {

// The buttons that walk; where they end.
float draw_transport(const ViewContext& context, ShellState& shell, widgets::Rect rect);
void draw_time_line(const ViewContext& context, ShellState& shell, widgets::Rect rect);

// Which steps get a dot: `count` of them from `first` on (steps count from 1 here: the n-th step leads to state n).
struct DotWindow {
    std::uint64_t first = 1, count = 0;
    bool whole = true;  // they are all
};
DotWindow dot_window(std::uint64_t steps, std::uint64_t current, float width);

}  // namespace app::views
