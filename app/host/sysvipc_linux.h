// The tables of System V IPC as /proc/sysvipc has them. Each takes the text of its file, heading and all.
#pragma once

#include <string_view>
#include <vector>

#include "sim/report/rows.h"

namespace app::host {

std::vector<sim::report::SegmentRow> segment_rows(std::string_view text);
// Values are asked of the kernel: the sets must be those of the caller's IPC namespace.
std::vector<sim::report::SemaphoreSetRow> semaphore_rows(std::string_view text);
std::vector<sim::report::QueueRow> queue_rows(std::string_view text);

}  // namespace app::host
