// The text of one line of a program.
#pragma once

#include <string>
#include <string_view>

#include "sim/machine/machine.h"

namespace app::session {

// Line `line` (from 1) of `file`, without its indentation; empty when there is none.
std::string source_line(const sim::machine::ProgramSet& programs, std::uint32_t program, std::string_view file,
                        std::uint32_t line);

}  // namespace app::session
