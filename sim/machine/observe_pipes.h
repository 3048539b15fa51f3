// Rows of pipes and file locks.
#pragma once

#include <vector>

#include "sim/kernel/kernel.h"
#include "sim/report/rows.h"

namespace sim::machine {

std::vector<report::PipeRow> pipe_rows(const kernel::Kernel& kernel);
std::vector<report::LockRow> lock_rows(const kernel::Kernel& kernel);

}  // namespace sim::machine
