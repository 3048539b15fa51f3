// A run of programs as operations by hand: every system call that can be made on another kernel too, and every access
// to memory that is not a program's own, in the order of the run. operation_recorder.h says what is left out.
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

// The machine of a configuration as operations by hand begin on it.
sim::report::Setup setup_of(const sim::machine::MachineConfig& config);

// Runs the programs to their end. `inputs` come first (of a saved session), then what the schedule says.
RecordedOperations record_operations(const sim::machine::MachineConfig& config, sim::machine::ProgramSetPtr programs,
                                     const sim::history::Schedule& schedule,
                                     const std::vector<sim::history::Input>& inputs, std::uint64_t max_steps);

}  // namespace app::session
