// Where links run: from an area's right edge through its page-table entry to the frame, around everything else.
//
//   area ─┐            entry ─┐   ┌── above the cell's row: the right tab belongs to the outer link
//         └─ gutter ─►        └───┘
//
// Verticals stand in lanes of the gutters, horizontals between rows of cells. Lanes and gaps are dealt out in the
// order of the rows the links come from, so that links of one frame never cross one another.
#pragma once

#include <vector>

#include "app/views/geometry.h"

namespace app::views {

struct LinkRoute {
    sim::Pid pid;
    std::vector<widgets::Point> to_entry;  // area → entry; empty when the area has no row
    std::vector<widgets::Point> to_frame;  // entry → tab
    Rect tab;                              // on the edge of the frame's cell
    float thickness = 3;
};

// At most kMaxLinks: one for every process shown, then further entries of the same process.
std::vector<LinkRoute> link_routes(const Scene& scene, const Layout& layout);
inline constexpr std::size_t kMaxLinks = 4;

}  // namespace app::views
