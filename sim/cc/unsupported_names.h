// Names of the C library that shmscope does not model yet, and what they belong to.
#pragma once

#include <string_view>

namespace sim::cc {

// "signal handlers" for "sigaction"; empty when the name is not known.
std::string_view unsupported_feature(std::string_view name);

}  // namespace sim::cc
