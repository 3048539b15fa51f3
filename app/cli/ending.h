// How programs ended, told as a shell tells it.
#pragma once

#include <string>
#include <vector>

#include "sim/machine/machine.h"

namespace app::cli {

// A line for every process of the latest run that asked the kernel for what it does not model.
std::vector<std::string> unsupported_calls(const sim::machine::Machine& machine);

// A line for every process of the latest run that a signal killed or that waits for ever.
std::vector<std::string> unhappy_endings(const sim::machine::Machine& machine);

// The exit status of the latest run: of the first process of the scenario that failed, 128 + signal for one that was
// killed; else 0.
int exit_status(const sim::machine::Machine& machine);

}  // namespace app::cli
