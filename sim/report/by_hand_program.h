// The program that tasks moved by hand stand in (operation.h): one statement and the scratch memory.
#pragma once

#include <string_view>

namespace sim::report {

// Where execve(2) finds it: who executes it goes on being moved by hand, with nothing mapped of what was.
inline constexpr std::string_view kByHandProgram = "/home/student/still";

}  // namespace sim::report
