// The state of a moment as JSON: what `show --json` prints and scripts, tests and graders read.
//
// Addresses and page-table entries are hex strings, everything else numbers, booleans and strings. Members may be
// added, never renamed. Text that is not UTF-8 has its bad bytes replaced.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/host/probe.h"
#include "app/session/catalogue.h"
#include "app/session/counts.h"
#include "app/session/quiz.h"
#include "sim/history/timeline.h"
#include "sim/report/event.h"
#include "sim/report/rows.h"

namespace app::session {

// A state and where in the run it stands.
struct Snapshot {
    std::uint64_t step = 0;           // counted in `by`
    std::optional<std::uint64_t> of;  // the last step, when it is known
    std::string_view by = "line";
    bool ended = false;  // no task can proceed
    const sim::report::State* state = nullptr;
    const std::vector<sim::report::Event>* events = nullptr;  // that happened in the step that led here
    std::optional<std::string> done = {};                     // of a recording: what led here, as strace writes it
    const std::vector<TaskCounts>* counts = nullptr;          // what it cost to come here; nullptr: not asked for
    bool real = false;  // of the real kernel: what it does not show is null, and listed
};

// `indent` spaces a level; negative: all on one line.
std::string snapshot_json(const Snapshot& snapshot, int indent);

// What `host --json` prints.
std::string findings_json(const std::vector<host::Finding>& findings, int indent);

// What `list --json` and `quiz --json` print.
std::string catalogue_json(const Catalogue& catalogue, int indent);
std::string questions_json(const std::vector<Question>& questions, bool with_answers, int indent);

}  // namespace app::session
