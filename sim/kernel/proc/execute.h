// execve(2): another program takes the process over.
//
// Known inaccuracies: files have no capabilities, and processes neither inherit any nor give up any for good (the
// inheritable, ambient and bounding sets); scripts are not run by their interpreter.
#pragma once

#include <optional>

#include "sim/kernel/proc/initial_stack.h"
#include "sim/kernel/proc/lifecycle.h"

namespace sim::kernel {

// No statement has begun: the first one of main ends the start-up whatever its line.
inline constexpr std::uint32_t kNoStatement = 0xffff'ffff;

// The registers of a program about to begin.
hw::CpuContext entry_registers(const hw::Image& image, VirtAddr stack_pointer);

// What a process becomes.
struct NewProgram {
    ProgramId program;
    std::optional<Uid> user;   // the owner of a set-user-ID file
    std::optional<Gid> group;  // the group of a set-group-ID file
};

// Replaces the program of the caller's process. The address space and its attaches go, all other threads end, handlers
// become default actions, descriptors close that say so, a parent in vfork(2) wakes. `registers` become those at the
// entry of the program. Called by another thread than the first, that one takes its place and the caller is gone.
// ENOMEM: nothing has changed.
Errno execute(ProcessContext& context, Pid caller, const NewProgram& next, const ProgramArguments& given,
              hw::CpuContext& registers);

}  // namespace sim::kernel
