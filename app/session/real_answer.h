// What the real kernel answered to one thing a step did.
#pragma once

#include <cstdint>
#include <string>

#include "sim/report/operation.h"

namespace app::session {

struct RealAnswer {
    sim::Pid pid;
    std::string words;   // "shmat(5, 0, 0)", "store 0x7ffff7ff5000", "34 accesses to its own memory"
    std::string answer;  // "= 0x7ffff7ff5000", "EACCES", "sleeps", "killed by SIGSEGV"
    std::uint64_t minor_faults = 0;
    bool failed = false;  // an error, or a signal that killed
};

// The answer an operation got, or `count` accesses of which it was the first; or the end of a call that was asleep,
// when the outcome is another process's.
RealAnswer real_answer(const sim::report::Operation& operation, std::size_t count, const sim::report::Outcome& outcome);

}  // namespace app::session
