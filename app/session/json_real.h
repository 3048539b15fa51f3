// JSON of the real kernel's state: the simulated kernel's shape without what cannot be seen.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/report/rows.h"

namespace app::session {

// Makes null what the real kernel does not show; adds "kernel": "real" and the list "not_visible".
void hide_unseen(nlohmann::ordered_json& snapshot, const sim::report::Visibility& visible);

}  // namespace app::session
