// From numbers to a machine and its operations.
#pragma once

#include <optional>

#include "tests/native/random/chooser.h"

namespace random_compare {

// One to three processes of one to three users; limits low in one machine of three.
sim::report::Setup setup_of(const Draw& draw);

// What some process that is not asleep does next; nullopt: nobody can, or what was drawn makes no sense now.
// `setup` decides what the sequence is about.
std::optional<Operation> operation_of(const Draw& setup, const Draw& draw, const sim::machine::ByHand& world);

}  // namespace random_compare
