// Presenter mode with both kernels: the rows of the window's side by side, large, and the verdict below them.
#pragma once

#include <vector>

#include "app/views/side_by_side.h"
#include "app/views/stage.h"

namespace app::views {

// As many rows as have a place, with the heads of their groups: first what differs, then what just changed, then pages
// and what begins a table. In the order of `rows`.
std::vector<SideRow> rows_for_lecture(const std::vector<SideRow>& rows, std::size_t places);

void draw_lecture_sides(const Stage& stage, const SideBySide& both);

}  // namespace app::views
