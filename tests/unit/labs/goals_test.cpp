// Goals judged on records made by hand.
#include "sim/labs/goals.h"

#include <doctest/doctest.h>

using namespace sim;
using namespace sim::labs;

namespace {

Goal goal(GoalKind kind, std::int64_t number, std::string text = {}) {
    Goal made;
    made.kind = kind;
    made.number = number;
    made.text = std::move(text);
    return made;
}

report::TaskRow task(int pid, int ppid, const char* name, std::optional<int> status, std::optional<int> signal = {}) {
    report::TaskRow row;
    row.pid = Pid{pid};
    row.ppid = Pid{ppid};
    row.name = name;
    row.exit_status = status;
    row.signal = signal;
    return row;
}

SegmentRecord segment(int key, std::uint64_t bytes, std::uint64_t attached, std::set<Pid> touched) {
    SegmentRecord made;
    made.key = Key{key};
    made.bytes = bytes;
    made.most_attached = attached;
    made.touched_by = std::move(touched);
    return made;
}

}  // namespace

TEST_CASE("the exit status of what the scenario started counts, not that of children") {
    RunRecord record;
    record.final_state.processes = {task(201, 1, "a", 0), task(202, 201, "a/1", 7), task(203, 1, "a/2", 8)};
    CHECK(judge(goal(GoalKind::exit_status, 0), record).met);
    record.final_state.processes[0].exit_status = 3;
    const Verdict verdict = judge(goal(GoalKind::exit_status, 0), record);
    CHECK_FALSE(verdict.met);
    CHECK(verdict.observed == 3);
    record.final_state.processes[0].exit_status.reset();
    CHECK_FALSE(judge(goal(GoalKind::exit_status, 0), record).met);
}

TEST_CASE("output is compared whole or searched") {
    RunRecord record;
    record.output = "one\ntwo\n";
    CHECK(judge(goal(GoalKind::output_contains, 0, "two"), record).met);
    CHECK_FALSE(judge(goal(GoalKind::output_contains, 0, "three"), record).met);
    CHECK(judge(goal(GoalKind::output_equals, 0, "one\ntwo\n"), record).met);
    CHECK_FALSE(judge(goal(GoalKind::output_equals, 0, "one"), record).met);
}

TEST_CASE("only calls that succeeded count") {
    RunRecord record;
    record.calls = {{Pid{201}, 29, 5, Errno::ok}, {Pid{201}, 29, -17, Errno::eexist}, {Pid{202}, 30, 1, Errno::ok}};
    Goal made = goal(GoalKind::call_made, 1);
    made.call = 29;
    CHECK(judge(made, record).met);
    made.number = 2;
    const Verdict verdict = judge(made, record);
    CHECK_FALSE(verdict.met);
    CHECK(verdict.observed == 1);
}

TEST_CASE("a segment is asked for by key and size") {
    RunRecord record;
    record.segments = {segment(0x1234, 100, 1, {Pid{201}}), segment(0, 4096, 2, {Pid{201}, Pid{202}})};
    Goal made = goal(GoalKind::segment_existed, 1000);
    CHECK(judge(made, record).met);
    made.key = Key{0x1234};
    CHECK_FALSE(judge(made, record).met);
    made.number = 100;
    CHECK(judge(made, record).met);
    CHECK(judge(goal(GoalKind::nattch_reached, 2), record).met);
    CHECK_FALSE(judge(goal(GoalKind::nattch_reached, 3), record).met);
    CHECK(judge(goal(GoalKind::shared_between, 2), record).met);
    CHECK_FALSE(judge(goal(GoalKind::shared_between, 3), record).met);
}

TEST_CASE("leaving nothing behind is no merit of those who made nothing") {
    RunRecord record;
    CHECK_FALSE(judge(goal(GoalKind::nothing_left, 0), record).met);
    record.segments = {segment(1, 1, 0, {})};
    CHECK(judge(goal(GoalKind::nothing_left, 0), record).met);
    record.final_state.segments.emplace_back();
    CHECK_FALSE(judge(goal(GoalKind::nothing_left, 0), record).met);
    CHECK(judge(goal(GoalKind::nothing_left, 1), record).met);
}

TEST_CASE("nobody killed means no child either") {
    RunRecord record;
    record.final_state.processes = {task(201, 1, "a", 0), task(202, 201, "a/1", {}, 11)};
    const Verdict verdict = judge(goal(GoalKind::nobody_killed, 0), record);
    CHECK_FALSE(verdict.met);
    CHECK(verdict.observed == 11);
}
