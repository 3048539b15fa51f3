// The constant expression of #if and #elif (C17 6.10.1).
#pragma once

#include <vector>

#include "sim/cc/macros.h"

namespace sim::cc {

// Whether the pieces behind #if say yes. `at` is the directive's place. Wrong expressions are reported and say no.
bool evaluate_condition(std::vector<Piece> line, Location at, MacroTable& macros, Diagnostics& diagnostics);

}  // namespace sim::cc
