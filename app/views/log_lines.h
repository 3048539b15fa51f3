// Which events of a step the list shows, and how high each is: pure, so that it can be tested.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/views/scene.h"

namespace app::views {

struct LogLine {
    std::size_t event = 0;
    bool done = false;
    bool current = false;      // the last one that happened, while the step is under way
    bool two_lines = false;    // with its detail
    bool wrapped = false;      // its sentence needs two lines
    bool long_detail = false;  // its detail needs two lines
    std::size_t repeats = 0;   // events of the same kind right after it that it stands for
};
struct LogLines {
    std::vector<LogLine> lines;
    std::size_t earlier = 0, later = 0;  // left out before and after, when walking through the step
    std::size_t smaller = 0;             // left out in between, when the whole step is shown
};
inline constexpr float kLogTwoLines = 45, kLogOneLine = 27, kLogMore = 20, kLogWrap = 18;

float height_of(const LogLine& line);
// What the line says: its event's sentence, and how many more it stands for.
std::string sentence_of(const Scene& scene, const LogLine& line);

// Whether words are too wide for one line.
using TooWide = std::function<bool(const std::string& words, bool detail)>;
// As many as fit `height`. Inside a step a window around the cursor; after it what mattered most.
LogLines log_lines(const Scene& scene, float height, const TooWide& too_wide = {});

}  // namespace app::views
