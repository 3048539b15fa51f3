// A run of programs as operations by hand: every system call that can be made on another kernel too, and every access
// to memory that is not a program's own, in the order of the run.
//
// A program's own memory is not made again: what its calls read there goes to the scratch memory, and what they write
// is read back from it. Left out are calls that mean nothing elsewhere (the heap, the console, the clock); calls that
// could mean something and are not followed are counted, by name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/session/operation_text.h"
#include "sim/history/input.h"
#include "sim/machine/machine.h"

namespace app::session {

struct RecordedOperations {
    OperationSequence sequence;
    std::map<std::string, std::uint64_t> not_followed;  // why, how often
    bool cut = false;                                   // by max_steps
};

// Runs the programs to their end. `inputs` come first (of a saved session), then what the schedule says.
RecordedOperations record_operations(const sim::machine::MachineConfig& config, sim::machine::ProgramSetPtr programs,
                                     const sim::history::Schedule& schedule,
                                     const std::vector<sim::history::Input>& inputs, std::uint64_t max_steps);

}  // namespace app::session
