// What gcc 12 defines before the first line on x86-64 Linux, as #define lines.
#pragma once

#include <string_view>

namespace sim::cc {

inline constexpr std::string_view kPredefinedName = "<built-in>";
std::string_view predefined_macros();

// Headers of C, POSIX and Linux that programs may ask for and shmscope has no model of.
bool is_known_header(std::string_view name);

}  // namespace sim::cc
