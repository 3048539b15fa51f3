// A program's own memory in a helper: which calls make it, and bytes put there from outside.
#pragma once

#include <functional>
#include <string>

#include "app/host/real_kernel.h"

namespace app::host {

// Where the files of programs lie in a sandbox.
inline constexpr const char* kProgramFolder = "/programs";

// Has a helper make a system call, its input in the scratch memory first; returns what the call returned.
using AskHelper = std::function<std::int64_t(std::uint32_t number, const Arguments& arguments, std::string input)>;

// What went wrong; empty: nothing.
std::string make_own_areas(const OwnMemory& memory, const AskHelper& ask);
std::string put_pieces(const OwnMemory& memory);

}  // namespace app::host
