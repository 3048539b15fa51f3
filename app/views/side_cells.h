// What the two kernels say in a row, drawn: words, and pages as boxes.
#pragma once

#include "app/views/side_by_side.h"

namespace app::views {

// The sizes of a cell, in the window or for the last row of a lecture hall.
struct CellSizes {
    float text = kMono, page_text = 11;
    float page = 76;   // the widest a page is drawn
    float margin = 5;  // above and below pages
};

// Where a row's cells stand, and between them whether they are alike.
struct CellPlaces {
    Rect simulated, sign, real;
};

// Both cells of a row. What a question asks for is "?" in both.
void draw_side_cells(const SideBySide& both, const Pen& pen, const SideRow& row, const CellPlaces& places,
                     const CellSizes& sizes);

}  // namespace app::views
