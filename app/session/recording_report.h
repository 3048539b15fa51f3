// A recording in words and as JSON: what `shmscope trace` prints. Steps are counted as `show --step` counts them: step
// 1 is the state after the first.
#pragma once

#include <string>

#include "app/host/recording.h"
#include "app/host/trace.h"

namespace app::session {

// Every segment and object: owner, size, who attached it where, which pages were touched, what became of it.
std::string recording_report(const host::Recording& recording);
// The same, and every step, for scripts. `indent` as for snapshot_json().
std::string recording_report_json(const host::Recording& recording, int indent);

// Why there is no recording: one line.
std::string refusal_sentence(const host::TraceRefusal& refusal);

}  // namespace app::session
