// The [machine] table of scenario.toml and lab.toml.
#pragma once

#include "app/session/toml_table.h"
#include "sim/machine/machine.h"

namespace app::session {

// Reads every key of `table` into `machine`; throws TomlError.
void read_machine(TomlTable table, sim::machine::MachineConfig& machine);

}  // namespace app::session
