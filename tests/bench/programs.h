// Programs and machines for the benchmarks.
#pragma once

#include <string>
#include <vector>

#include "sim/history/timeline.h"

namespace bench {

// The text of tests/bench/programs/NAME.
std::string program_text(const std::string& name);

// A machine with one process that runs tests/bench/programs/NAME.
sim::machine::Machine machine_with(const std::string& name, std::vector<std::string> arguments, std::uint32_t frames);

// The same as a time line.
sim::history::Timeline timeline_with(const std::string& name, std::uint32_t frames);

}  // namespace bench
