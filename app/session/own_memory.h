// A simulated program's own memory (text, data, heap, stack) as a real process is given it.
#pragma once

#include <optional>

#include "app/host/real_kernel.h"
#include "sim/machine/machine.h"

namespace app::session {

// As it is now: for a process that has just begun, or has just been given another program.
host::OwnMemory own_memory_of(const sim::machine::Machine& machine, sim::Pid pid);

// The page of initial data at an address that nobody has touched; nullopt: there is none.
std::optional<host::OwnMemory::Piece> initial_page(const sim::machine::Machine& machine, sim::Pid pid,
                                                   sim::VirtAddr address);

}  // namespace app::session
