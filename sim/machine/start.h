// Starting programs: what fork and exec do for a shell, once for each process of the scenario.
#pragma once

#include "sim/machine/world.h"

namespace sim::machine {

// Starts every configured process as one new run and lets it go up to the first statement of main.
void start_processes(World& world);

}  // namespace sim::machine
