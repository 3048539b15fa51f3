// A recording as a JSON value, and back. Only included by the files that read and write them.
#pragma once

#include <nlohmann/json.hpp>

#include "app/host/recording.h"

namespace app::session {

nlohmann::json recording_to_json(const host::Recording& recording);
// Throws SessionError for what cannot be used.
host::Recording recording_from_json(const nlohmann::json& json);

}  // namespace app::session
