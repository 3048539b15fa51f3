// What the real kernel answered to one thing a step did.
#pragma once

#include <cstdint>
#include <string>

#include "sim/base/ids.h"

namespace app::session {

struct RealAnswer {
    sim::Pid pid;
    std::string words;   // "shmat(5, 0, 0)", "store 0x7ffff7ff5000", "34 accesses to its own memory"
    std::string answer;  // "= 0x7ffff7ff5000", "EACCES", "sleeps", "killed by SIGSEGV"
    std::uint64_t minor_faults = 0;
    bool failed = false;  // an error, or a signal that killed
};

}  // namespace app::session
