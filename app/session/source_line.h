// The text of one line of a program.
#pragma once

#include <string>
#include <string_view>

#include "sim/machine/machine.h"

namespace app::session {

// Line `line` (from 1) of `file`, without its indentation; empty when there is none.
std::string source_line(const sim::machine::ProgramSet& programs, std::uint32_t program, std::string_view file,
                        std::uint32_t line);

// The same with the lines it goes on in, as one: "shmget(0x1234, 4096," and "IPC_CREAT);" are one call.
std::string source_statement(const sim::machine::ProgramSet& programs, std::uint32_t program, std::string_view file,
                             std::uint32_t line);

// Parentheses opened in `text` and not closed; those in strings and characters do not count.
int open_parentheses(std::string_view text);

}  // namespace app::session
