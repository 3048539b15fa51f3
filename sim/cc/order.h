// In which order operands are read where C leaves it open: as gcc -O0 does.
//
// gcc turns operands into temporaries from left to right (arguments from right to left), but a plain local whose
// address nobody took needs none: it is read where the result is used, after every other operand has run. So
// `i + i++` adds the new i, and printf("%d %d", i, i++) prints the new i.
#pragma once

#include "sim/cc/ast.h"

namespace sim::cc {

// The local such an operand's value is read from at last, after its effects: i, ++i, i = 3. nullptr: no such operand.
const Node* late_variable(const Node& node);

// Whether an assignment finds the place it stores to after running its right side.
bool is_late_place(const Node& node);

// Whether the right operand of a binary operator runs before the left one.
bool right_runs_first(const Node& binary);

}  // namespace sim::cc
