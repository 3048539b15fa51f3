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
    Rect programs;  // left column: flush, no border of its own; left, right and centre meet at one-pixel rules
    Rect centre;    // everything between the columns
    // The three below have kHeading units for their heading at the top; boxes of processes start beneath it.
    Rect address_spaces;
    Rect page_tables;
    Rect physical_memory;
    Rect segments;    // one box
    Rect right;       // right column
    Rect kernel_log;  // upper part of it
    Rect inspector;   // lower part of it
    Rect question;    // the card at the foot of it; empty when there is no question
    Rect caption;     // band at the foot of the centre: tour, note or message; empty when there is none
    Rect time_line;
    bool compact = false;  // small window: fewer rows, summaries, no second lines
};

// Height of a region's heading ("ADDRESS SPACES") above its boxes.
inline constexpr float kHeading = 28;

// Heights of what is there only at times; 0: not there.
struct Extras {
    float question = 0;
    float caption = 0;
};

// Widths are known before heights: what is there only at times is measured with these.
float centre_width(float window_width);
float right_width(float window_width);

// The smallest window, in units, whose panels hold what they must. In fewer pixels everything is drawn smaller.
inline constexpr float kLeastWidth = 1100, kLeastHeight = 620;
// Pixels per unit: `wanted`, or less when the picture would not have those units.
float scale_for(float width, float height, float wanted);

Layout lay_out(float width, float height, session::Detail detail, Extras extras = {});

}  // namespace app::views
