// Both kernels at once: their rows beside each other, and the verdict.
#pragma once

#include <string>
#include <vector>

#include "app/session/real_run.h"
#include "app/views/pen.h"

namespace app::views {

// What the two panels are drawn from.
struct SideBySide {
    const Scene& simulated;
    const Scene& real;
    const std::vector<session::RealDifference>& differences;
    const session::RealTotals& totals;
    std::uint64_t step = 0;      // whole steps the real kernel has done
    std::uint64_t restarts = 0;  // fresh sandboxes needed to go back
    bool behind = false;         // it has not come to the cursor yet
    const std::string& failure;
};

// In the middle: row by row, what differs marked.
void paint_side_by_side(const SideBySide& both, const Pen& pen, Rect rect);
// On the right: how much was compared, what differs and why, what could not be checked.
void paint_verdict(const SideBySide& both, const Pen& pen, Rect rect);

}  // namespace app::views
