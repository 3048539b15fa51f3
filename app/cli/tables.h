// A state as text, in the columns of the tools of Linux.
#pragma once

#include <string>

#include "sim/report/rows.h"

namespace app::cli {

// As `ipcs -m` prints it.
std::string segments_table(const sim::report::State& state);
// As `ipcs -m -l` and `-u`, and the machine's frames.
std::string limits_table(const sim::report::State& state);
// One line about a process: its state, its line, its faults.
std::string process_line(const sim::report::TaskRow& process);
// As /proc/PID/maps.
std::string areas_table(const sim::report::TaskRow& process);
// The frames of its page table, and the present entries of the last level.
std::string page_table(const sim::report::TaskRow& process);
// Frames in use.
std::string frames_table(const sim::report::State& state);
std::string tlb_table(const sim::report::State& state);

}  // namespace app::cli
