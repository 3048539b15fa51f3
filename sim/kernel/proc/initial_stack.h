// What a program finds on its stack: the initial stack of the System V ABI.
//
// Low addresses on the left, sp at argc, 16-byte aligned:
//
//   argc | argv[0] … NULL | envp[0] … NULL | AT_NULL 0 | strings | kStackTop
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/ids.h"

namespace sim::kernel {

// What a program is started with.
struct ProgramArguments {
    std::vector<std::string> arguments;    // argv[0] first
    std::vector<std::string> environment;  // "PATH=/bin"
};

struct InitialStack {
    VirtAddr pointer;
    std::vector<std::uint8_t> bytes;    // from `pointer` up to kStackTop
    VirtAddr arguments, arguments_end;  // argv's strings
};

InitialStack build_initial_stack(const ProgramArguments& given);

}  // namespace sim::kernel
