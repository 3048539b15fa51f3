// A state as text, in the columns of the tools of Linux.
#pragma once

#include <string>

#include "sim/report/rows.h"

namespace app::cli {

// As `ipcs -m` prints it.
std::string segments_table(const sim::report::State& state);
// As `ipcs -s` and `ipcs -q` print them, with the semaphores and messages; empty when there are none. So are the
// others.
std::string semaphores_table(const sim::report::State& state);
std::string queues_table(const sim::report::State& state);
std::string files_table(const sim::report::State& state);
std::string pipes_table(const sim::report::State& state);
// As /proc/locks.
std::string locks_table(const sim::report::State& state);
// As lsof; empty when the process has nothing but the console.
std::string descriptors_table(const sim::report::TaskRow& process);
// "root", "1000".
std::string user_name(sim::Uid uid);
// As `ipcs -m -l` and `-u`, and the machine's frames.
std::string limits_table(const sim::report::State& state);
// One line about a process: its state, its line, its faults.
std::string process_line(const sim::report::TaskRow& process);
// As /proc/PID/maps.
std::string areas_table(const sim::report::TaskRow& process);
// The frames of its page table, and the present entries of the last level.
std::string page_table(const sim::report::TaskRow& process);
// Which pages are present in which frame, where nothing more can be seen.
std::string present_pages(const sim::report::TaskRow& process);
// Frames in use.
std::string frames_table(const sim::report::State& state);
std::string tlb_table(const sim::report::State& state);

}  // namespace app::cli
