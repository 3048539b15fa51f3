// The tour: ten stops of a scenario of its own, one caption of at most 14 words and one key each.
//
// The scenario is scenario 1 but for one more line: its producer touches the memory after detaching. Where the stops
// stand is found by looking at the run, not written down.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/session/scenario.h"
#include "app/session/settings.h"
#include "sim/history/timeline.h"

namespace app::session {

struct TourStop {
    std::string caption;         // at most 14 words
    std::string key;             // "→"
    std::uint64_t step = 0;      // where the time line stands (of the tour's own scenario)
    std::uint64_t asked_at = 0;  // where it stands until the question is answered; as `step` when there is none
    std::string question;        // "How many entries changed?", empty when none
    std::vector<std::string> choices;
    std::size_t correct = 0;
    std::string explanation;  // shown after the answer
    KernelMode kernel = KernelMode::simulated;
};

struct TourState {
    const std::vector<TourStop>* stops = nullptr;
    std::size_t at = 0;     // index of the stop shown
    bool answered = false;  // its question was answered, or there is none
};

// The tour's scenario comes with shmscope. nullopt and `problem` when it does not.
std::optional<Scenario> open_tour(Problem& problem);
// The ten stops, found in a run of that scenario. Empty when the run does not have them.
std::vector<TourStop> find_tour_stops(sim::history::Timeline timeline);

}  // namespace app::session
