// The tour: ten stops of scenario 1, one caption of at most 14 words and one key each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/history/timeline.h"

namespace app::session {

struct TourStop {
    std::string caption;                 // at most 14 words
    std::string key;                     // "→"
    std::uint64_t step = 0;              // where the time line stands (of the tour's own scenario)
    std::string question;                // "How many entries changed?", empty when none
    std::vector<std::string> choices;
    std::size_t correct = 0;
};

struct TourState {
    const std::vector<TourStop>* stops = nullptr;
    std::size_t at = 0;       // index of the stop shown
    bool answered = false;    // its question was answered, or there is none
};

}  // namespace app::session
