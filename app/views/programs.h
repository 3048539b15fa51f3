// The left column as rectangles: programs with as many lines as there is room for, console, interleaving.
#pragma once

#include <cstdint>
#include <vector>

#include "app/views/layout.h"
#include "app/views/scene.h"

namespace app::views {

struct ProgramSlot {
    sim::Pid pid;
    Rect header;
    Rect banner;  // why it was killed; empty when it was not
    Rect lines;
    std::uint32_t first = 1;  // source line at the top
    std::uint32_t count = 0;
};
struct ProgramColumn {
    std::vector<ProgramSlot> slots;
    std::size_t more = 0;
    Rect more_line;
    Rect console;       // with its heading
    Rect interleaving;  // with its heading
};
ProgramColumn program_column(const Scene& scene, Rect rect);

// The file a process's slot shows: of the line it runs next, else of the last one.
const std::string& file_shown(const sim::report::TaskRow& task);

inline constexpr float kLineHeight = 21;
inline constexpr float kColumnHeading = 24;  // above console and interleaving

}  // namespace app::views
