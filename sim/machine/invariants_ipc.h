// What must hold of semaphores and message queues between two steps.
#pragma once

#include <string>
#include <vector>

#include "sim/kernel/kernel.h"

namespace sim::machine {

// Appends a description of everything broken.
void check_ipc(const kernel::Kernel& kernel, std::vector<std::string>& broken);

}  // namespace sim::machine
