// Words of grades.
#pragma once

#include <string>

#include "app/session/text.h"
#include "sim/labs/goals.h"

namespace app::session {

// Why a goal was not met: "nattch reached 1, not 2".
std::string unmet_words(const sim::labs::Goal& goal, const sim::labs::Verdict& verdict);

}  // namespace app::session
