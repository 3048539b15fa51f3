// shmscope show of a recording.
#pragma once

#include <string>

namespace app::cli {

// `step`: a number from 0 or "end". Returns the exit status.
int show_recording(const std::string& path, const std::string& step, bool json);

}  // namespace app::cli
