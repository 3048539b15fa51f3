// Saved sessions (.shmscope): a whole run as one JSON file, replayed bit for bit.
//
// The file holds everything the run depends on: the machine, the sources in full, the schedule, and every input,
// equal steps in a row counted together; and the hash of the state they lead to, by which loading knows that the
// replay is the same.
#pragma once

#include <optional>
#include <string>

#include "app/session/scenario.h"
#include "sim/history/timeline.h"

namespace app::session {

inline constexpr int kSessionVersion = 2;
inline constexpr std::size_t kMaxSessionBytes = 256u << 20;

// Whether the name is that of a saved session: it ends in ".shmscope".
bool is_session_path(const std::string& path);

struct OpenedSession {
    Scenario scenario;
    sim::history::Timeline timeline;  // replayed, at the cursor of the moment it was saved
    std::string warnings;             // of the compiler
};

std::string session_text(const Scenario& scenario, const sim::history::Timeline& timeline);
// Reads, compiles, replays and compares. `shown_name` is how messages call it.
std::optional<OpenedSession> session_from_text(const std::string& text, const std::string& shown_name,
                                               Problem& problem);

bool save_session(const std::string& path, const Scenario& scenario, const sim::history::Timeline& timeline,
                  Problem& problem);
std::optional<OpenedSession> open_session(const std::string& path, Problem& problem);

}  // namespace app::session
