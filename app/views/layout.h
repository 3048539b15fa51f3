// Where the regions of the window are, for any size. In logical units.
//
//     ┌────────────────────────── top bar ───────────────────────────┐
//     │          │ address spaces │ page tables │ physical │ kernel   │
//     │ programs │                │             │ memory   │ log      │
//     │          ├────────────────┴─────────────┴──────────┤──────────│
//     │          │ segment table                           │ inspector│
//     └───────────────────────── time line ──────────────────────────┘
#pragma once

#include "app/session/settings.h"
#include "app/widgets/canvas.h"

namespace app::views {

using widgets::Rect;

struct Layout {
    Rect window;
    Rect top_bar;
    Rect programs;         // left column: flush, no border of its own; left, right and centre meet at one-pixel rules
    Rect centre;           // everything between the columns
    // The three below have kHeading units for their heading at the top; boxes of processes start beneath it.
    Rect address_spaces;
    Rect page_tables;
    Rect physical_memory;
    Rect segments;         // one box
    Rect right;            // right column
    Rect kernel_log;       // upper part of it
    Rect inspector;        // lower part of it
    Rect question;         // the card at the foot of it; empty when there is no question
    Rect time_line;
    bool compact = false;  // small window: fewer rows, summaries, no second lines
};

// Height of a region's heading ("ADDRESS SPACES") above its boxes.
inline constexpr float kHeading = 28;

// `question_height`: room at the foot of the right column, 0 for none.
Layout lay_out(float width, float height, session::Detail detail, float question_height = 0);

}  // namespace app::views
