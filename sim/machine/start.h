// Starting programs: what fork and exec do for a shell, once for each process of the scenario.
#pragma once

#include <string_view>

#include "sim/machine/world.h"

namespace sim::machine {

// Starts every configured process as one new run and lets it go up to the first statement of main.
void start_processes(World& world);

// Starts a shell that runs one command; it has taken no step yet. False without a program of that name.
inline constexpr std::string_view kShell = "/bin/sh";
bool start_command(World& world, std::string_view command);

}  // namespace sim::machine
