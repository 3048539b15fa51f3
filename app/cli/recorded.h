// Recordings on the command line, for what draws them.
#pragma once

#include <optional>
#include <string>

#include "app/cli/target.h"
#include "app/session/session.h"

namespace app::cli {

// The recording in the file, at the step asked for ("end" is its last; --by does not matter). nullopt: said why on
// stderr, and `status` is kWrong.
std::optional<session::Session> open_recorded(const std::string& path, const PositionRequest& position, int& status);

}  // namespace app::cli
