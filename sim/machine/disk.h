// What a machine's disk holds before anybody runs: the programs and their sources, in the student's home.
#pragma once

#include "sim/machine/world.h"

namespace sim::machine {

// Where every process of a scenario begins.
inline constexpr std::string_view kWorkingDirectory = "/home/student";

// Puts the programs of the machine and their sources into the file tree. They are the first process's user's.
void install_programs(World& world);

// Gives a process that starts its working directory.
void enter_working_directory(World& world, kernel::Task& task);

}  // namespace sim::machine
