// Both kernels at once: their rows beside each other, and the verdict.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session/real_run.h"
#include "app/views/pen.h"
#include "app/views/side_rows.h"

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
    bool together = true;        // both stand at the same moment: only then does unlike mean different
    const std::string& failure;
};

// Of the session, when both kernels are shown.
std::optional<SideBySide> both_kernels(const ViewContext& context);
// Whether a row is marked as different: not while a question hides it.
bool marked_different(const SideBySide& both, const SideRow& row);
// The rows of both, with what just changed.
std::vector<SideRow> rows_of(const SideBySide& both);
std::string real_kernel_note(const SideBySide& both);  // after its name: " · catching up, step 5", or nothing
std::string verdict_words(const SideBySide& both);     // "No difference so far"
std::string totals_words(const SideBySide& both);      // "8 steps: 12 calls …"

// In the middle: row by row, what differs marked.
void paint_side_by_side(const SideBySide& both, const Pen& pen, Rect rect);
// On the right: how much was compared, what differs and why, what could not be checked.
void paint_verdict(const SideBySide& both, const Pen& pen, Rect rect);

}  // namespace app::views
