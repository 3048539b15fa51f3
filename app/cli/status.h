// Exit statuses and how the command line speaks on stderr.
#pragma once

#include <string>

namespace app::cli {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;         // the checked thing failed
inline constexpr int kWrong = 2;          // the request cannot be carried out
inline constexpr int kCut = 124;          // --max-steps ended the run
inline constexpr int kInterrupted = 130;  // Ctrl-C, as a shell tells it

// Prints "shmscope: MESSAGE"; a message of several lines, a compiler's, as it is.
void complain(const std::string& message);
// complain(), for `return refuse(…)`.
int refuse(const std::string& message);

// Prints to stdout.
void print(const std::string& text);

}  // namespace app::cli
