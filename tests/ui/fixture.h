// States to draw without a simulator: the moment of the design picture, and the extremes.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/report/event.h"
#include "sim/report/rows.h"

namespace ui_test {

// What a picture is drawn from.
struct Moment {
    sim::report::State before, now;
    std::vector<sim::report::Event> events;
    std::size_t events_done = 0;
};

// Step 7 of scenario 1: producer stored 42 in page 0 and 7 in page 1, the consumer's load of page 0 faults and
// finds the same frame.
Moment two_processes();
// The same segment attached by `count` processes, all of which touched its first page.
Moment crowd(std::uint32_t count);
// A machine of `frames` frames, most of them in use by one segment of `pages` pages.
Moment huge(std::uint32_t frames, std::uint32_t pages);
// Many segments, none attached.
Moment many_segments(std::uint32_t count);
// The producer killed by a store through a detached pointer.
Moment killed();

// As two_processes, with `each` semaphore sets, queues, pipes, shared objects and locks; the first set changed.
Moment with_channels(std::uint32_t each);
// As two_processes, but the segment's pages are in swap, the consumer is a thread of the producer, and four processors
// remember translations.
Moment swapped_and_threaded();

}  // namespace ui_test
