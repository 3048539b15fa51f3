// From the tree of a function to instructions of sim/hw/isa.h.
#pragma once

#include "sim/cc/unit.h"

namespace sim::cc {

// Generates the code of `function` into its symbol of the unit.
void generate_function(Unit& unit, const FunctionBody& function, Diagnostics& diagnostics);

}  // namespace sim::cc
