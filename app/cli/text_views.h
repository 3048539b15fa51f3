// The machine as Linux's own texts and tools tell it: show --text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/machine/machine.h"

namespace app::cli {

// Words of --text.
std::vector<std::string> text_view_names();
// Whether the view is a program's output, so that the machine must have a shell.
bool needs_shell(const std::string& name);
// nullopt: there is no such process, or it has ended; or the machine has no shell.
std::optional<std::string> text_view(const sim::machine::Machine& machine, const std::string& name, sim::Pid pid);

}  // namespace app::cli
