// Putting a task on the CPU until its unit of progress is done; serving its traps meanwhile.
#pragma once

#include "sim/machine/world.h"

namespace sim::machine {

// Why a task left the CPU.
enum class Halt : std::uint8_t { unit_done, out_of_instructions, blocked, gone };

// Runs a task that is ready, or whose sleep is over, by one unit.
Halt run_task(World world, Pid pid, StepUnit unit);

// Serves a page fault of a task: the access may be tried again, or the task is gone or will handle a signal.
void serve_fault(World& world, Pid pid, const hw::PageFault& fault);

}  // namespace sim::machine
