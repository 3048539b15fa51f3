// What commands that use the real kernel have in common.
#pragma once

#include <string>
#include <vector>

#include "app/session/real_run.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace app::cli {

// Adds --kernel simulated|real.
CLI::Option* add_kernel_option(CLI::App& command, bool& real);
// One line: why there is no real kernel here, and what to do.
std::string no_real_kernel(const std::string& why_not);
// Every difference, as a text of several lines; empty: none.
std::string differences_text(const std::vector<session::RealDifference>& differences);

}  // namespace app::cli
