// What a run cost, counted from its events: system calls, copies, faults, sleeps of every task.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "app/session/scenario.h"

namespace app::session {

struct TaskCounts {
    sim::Pid pid;
    std::string name;
    std::uint64_t calls = 0;                     // system calls
    std::map<std::string, std::uint64_t> names;  // how many of each
    std::uint64_t data_copies = 0;               // of pipes' and messages' contents, into and out of the kernel
    std::uint64_t data_bytes = 0;
    std::uint64_t copies = 0;  // all the kernel copied from and to the task's memory, arguments too
    std::uint64_t copied_bytes = 0;
    std::uint64_t minor_faults = 0, major_faults = 0;
    std::uint64_t sleeps = 0;    // a call could not go on at once
    std::uint64_t switches = 0;  // the processor came to it from another task
};

// Counts of every task, by pid, over `inputs` done from the beginning.
std::vector<TaskCounts> count_run(const sim::machine::MachineConfig& config,
                                  const sim::machine::ProgramSetPtr& programs, const sim::history::Schedule& schedule,
                                  std::span<const sim::history::Input> inputs);

}  // namespace app::session
