// Rows of semaphores and message queues.
#pragma once

#include <vector>

#include "sim/kernel/kernel.h"
#include "sim/report/rows.h"

namespace sim::machine {

std::vector<report::SemaphoreSetRow> semaphore_rows(const kernel::Kernel& kernel);
std::vector<report::QueueRow> queue_rows(const kernel::Kernel& kernel);

}  // namespace sim::machine
