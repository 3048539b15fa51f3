// The table of `show --counts`.
#pragma once

#include <string>
#include <vector>

#include "app/session/counts.h"

namespace app::cli {

// A line a task and one for all, divided by `per` (messages, rounds …) when it is more than 1.
std::string counts_table(const std::vector<session::TaskCounts>& counts, std::uint64_t per);

}  // namespace app::cli
