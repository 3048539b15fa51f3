// Saved recordings: what `shmscope trace` saw, as one JSON file.
//
//     {"format":"shmscope recording","version":1,"recording":{"command":[…],…,"steps":[…]}}
//
// A file from anywhere is checked whole when it is read: sizes, kinds, numbers. What is loaded can be replayed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "app/host/recording.h"
#include "app/session/scenario.h"

namespace app::session {

inline constexpr int kRecordingVersion = 1;
inline constexpr std::size_t kMaxRecordingBytes = 256u << 20;

// Whether the file's beginning is that of a recording, whatever its name. False when it cannot be read.
bool is_recording_file(const std::string& path);

std::string recording_text(const host::Recording& recording);
// `shown_name` is how messages call it.
std::optional<host::Recording> recording_from_text(const std::string& text, const std::string& shown_name,
                                                   Problem& problem);

bool save_recording(const std::string& path, const host::Recording& recording, Problem& problem);
std::optional<host::Recording> open_recording(const std::string& path, Problem& problem);

}  // namespace app::session
