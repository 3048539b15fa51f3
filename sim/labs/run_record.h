// What a grade is made from: everything a goal may ask about one run, collected while it runs.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/history/input.h"
#include "sim/report/rows.h"

namespace sim::labs {

// One system call that returned.
struct CallRecord {
    Pid pid;
    std::uint64_t number = 0;
    std::int64_t result = 0;
    Errno error = Errno::ok;
};

// One segment that existed at some time.
struct SegmentRecord {
    ShmId shmid;
    Key key;
    std::uint64_t bytes = 0;
    std::uint64_t most_attached = 0;
    std::set<Pid> touched_by;  // processes whose page table led to a page of it
    bool destroyed = false;
};

struct RunRecord {
    bool ended = false;       // no task could proceed; else cut by a limit
    std::uint64_t steps = 0;  // taken
    std::vector<CallRecord> calls;
    std::vector<SegmentRecord> segments;  // in order of creation
    std::string output;                   // everything written to fd 1, in order
    report::State final_state;
};

// Explicit bounds of a graded run.
struct RunBounds {
    std::uint64_t steps = 100'000;
    std::uint64_t instructions = 200'000'000;
    std::size_t calls = 100'000;          // remembered; later ones are not
    std::size_t output_bytes = 1u << 20;  // compared
};

// Runs `world` to its end or to a bound.
RunRecord record_run(history::World world, const history::Schedule& schedule, const RunBounds& bounds);

}  // namespace sim::labs
