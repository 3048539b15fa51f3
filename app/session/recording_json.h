// A recording as a JSON value, and back. Only included by the files that read and write them.
#pragma once

#include <nlohmann/json.hpp>

#include "app/host/recording.h"

namespace app::session {

// All but the steps. A whole recording as one JSON value would take many times its own room.
nlohmann::json recording_to_json(const host::Recording& recording);
nlohmann::json step_to_json(const host::Step& step);
// Both throw SessionError for what cannot be used.
host::Recording recording_from_json(const nlohmann::json& json);
host::Step step_from_json(const nlohmann::json& json);

}  // namespace app::session
