// The window when a recording of a real program is looked at: what the program called on the left, its memory in the
// middle, what became of each piece of shared memory on the right, and a time line with a lane for each.
#pragma once

#include "app/views/shell.h"

namespace app::views {

void draw_recording_window(const ViewContext& context, ShellState& shell, widgets::Rect window);

// --- its parts, each in a file of its own

// The calls and first accesses around the cursor.
void draw_recording_log(const ViewContext& context, widgets::Rect rect);
// The step in words, and the memory it is about: who made it, who attached, which pages were touched.
void draw_recording_facts(const ViewContext& context, widgets::Rect rect);
// One lane for each piece of shared memory.
void draw_recording_lanes(const ViewContext& context, widgets::Rect rect);

// The piece of memory to tell about: what is selected, else what the step shown is about; nullptr: none.
const session::RecordedMemory* memory_in_focus(const ViewContext& context);
// "shm 0x1234", "/dev/shm/name", "shared anonymous".
std::string memory_name(const session::RecordedMemory& memory);

}  // namespace app::views
