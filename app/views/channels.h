// What else goes between processes, in one line each below the segment table: semaphores, queues, pipes, shared memory
// objects, locks. Machines without them show nothing.
#pragma once

#include <string>
#include <vector>

#include "app/views/pen.h"
#include "app/views/scene.h"

namespace app::views {

struct ChannelLine {
    std::string name;   // "sem 5", "queue 2", "pipe 3", "/dev/shm/numbers"
    std::string words;  // "key 0x1234 · values 1 0 · 1 sleeps"
    const char* tooltip = "";
    bool operator==(const ChannelLine& other) const { return name == other.name && words == other.words; }
};
std::vector<ChannelLine> channel_lines(const sim::report::State& state);

// What they take of a panel that can spare `room`; 0 when there is nothing to show.
float channels_height(const Scene& scene, float room);
void paint_channels(const Scene& scene, const Pen& pen, Rect rect);

}  // namespace app::views
