// Goals and marks: a goal is a question about a run record with a yes or a no.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/labs/run_record.h"

namespace sim::labs {

enum class GoalKind : std::uint8_t {
    exit_status,      // every process of the scenario (not its children) exits with `number`
    output_contains,  // standard output contains `text`
    output_equals,    // standard output is `text`
    call_made,        // system call `call` succeeded at least `number` times
    segment_existed,  // a segment with `key` (if given) of at least `number` bytes was made
    nattch_reached,   // a segment was attached `number` times at once
    shared_between,   // pages of one segment were touched by `number` processes
    nothing_left,     // segments were made, and at most `number` of them are left behind (observed -1: none was made)
    nobody_killed,    // no process was killed by a signal
};

struct Goal {
    std::string id;
    std::string title;  // what the student reads
    double points = 1;
    GoalKind kind = GoalKind::nobody_killed;
    std::int64_t number = 0;
    std::string text;
    std::uint64_t call = 0;
    std::optional<Key> key;
};

// Whether a goal was met, and the number that decided it: an exit status, how many calls, segments …
struct Verdict {
    bool met = false;
    std::int64_t observed = 0;
};

Verdict judge(const Goal& goal, const RunRecord& record);

}  // namespace sim::labs
