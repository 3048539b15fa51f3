// The colours of the picture, dark and light (colour-blind-safe), and the sizes of its text.
//
// Fills are not text colours: for coloured text use on_panel(), for text on a coloured fill widgets::text_on().
#pragma once

#include <cstddef>

#include "app/session/settings.h"
#include "app/widgets/canvas.h"
#include "app/widgets/colour.h"

namespace app::views {

using widgets::Colour;

struct Theme {
    Colour ground;  // behind everything
    Colour panel;   // columns and boxes
    Colour raised;  // rows, fields and cells on a panel
    Colour line;    // borders and rules
    Colour text;
    Colour dim;      // secondary text: still 4.5 : 1 on ground, panel and raised
    Colour faint;    // text of what has not happened yet; decoration only, never the sole bearer of a fact
    Colour changed;  // the halo of "this just changed", and the step shown
    Colour segment;
    Colour kernel;
    Colour fault;
    bool dark = true;

    // Fill of the process with this position (session::process_colour); repeats after eight: letters tell them apart.
    Colour process(std::size_t position) const;

    // A quiet background in a hue: headers of a process, rows of a segment, the running line.
    Colour tint(Colour hue) const;
    // A stronger one: private frames, tables.
    Colour shade(Colour hue) const;
    // `hue` as text on panel (and on ground and raised).
    Colour on_panel(Colour hue) const;
};

const Theme& theme_of(session::Theme theme);

// Text sizes in logical units.
inline constexpr float kSmall = 12;  // secondary lines, flags
inline constexpr float kMono = 13;   // code, numbers
inline constexpr float kBody = 14;
inline constexpr float kStrong = 15;  // names in headers
inline constexpr float kTitle = 17;   // "What the kernel did"
inline constexpr float kRadius = 8;   // of panels
inline constexpr float kCellRadius = 4;

}  // namespace app::views
