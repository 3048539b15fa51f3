#include "sim/labs/goals.h"

#include <algorithm>

namespace sim::labs {
namespace {

// Processes the scenario started, not those they forked: init's children among all.
bool started_by_scenario(const report::TaskRow& task, const RunRecord& record) {
    return record.final_state.process(task.ppid) == nullptr && task.name.find('/') == std::string::npos;
}

Verdict judge_exit_status(const Goal& goal, const RunRecord& record) {
    for (const report::TaskRow& task : record.final_state.processes) {
        if (!started_by_scenario(task, record)) continue;
        if (!task.exit_status) return {false, -1};
        if (*task.exit_status != goal.number) return {false, *task.exit_status};
    }
    return {true, goal.number};
}

Verdict judge_calls(const Goal& goal, const RunRecord& record) {
    const auto made = std::count_if(record.calls.begin(), record.calls.end(), [&](const CallRecord& call) {
        return call.number == goal.call && call.error == Errno::ok;
    });
    return {made >= goal.number, made};
}

Verdict judge_segment(const Goal& goal, const RunRecord& record) {
    std::int64_t largest = 0;
    for (const SegmentRecord& segment : record.segments) {
        if (goal.key && segment.key != *goal.key) continue;
        largest = std::max(largest, static_cast<std::int64_t>(segment.bytes));
    }
    return {largest > 0 && largest >= goal.number, largest};
}

Verdict judge_nattch(const Goal& goal, const RunRecord& record) {
    std::int64_t most = 0;
    for (const SegmentRecord& segment : record.segments) {
        most = std::max(most, static_cast<std::int64_t>(segment.most_attached));
    }
    return {most >= goal.number, most};
}

Verdict judge_sharing(const Goal& goal, const RunRecord& record) {
    std::int64_t most = 0;
    for (const SegmentRecord& segment : record.segments) {
        most = std::max(most, static_cast<std::int64_t>(segment.touched_by.size()));
    }
    return {most >= goal.number, most};
}

Verdict judge_killed(const RunRecord& record) {
    for (const report::TaskRow& task : record.final_state.processes) {
        if (task.signal) return {false, *task.signal};
    }
    return {true, 0};
}

}  // namespace

Verdict judge(const Goal& goal, const RunRecord& record) {
    switch (goal.kind) {
        case GoalKind::exit_status: return judge_exit_status(goal, record);
        case GoalKind::output_contains: return {record.output.find(goal.text) != std::string::npos, 0};
        case GoalKind::output_equals: return {record.output == goal.text, 0};
        case GoalKind::call_made: return judge_calls(goal, record);
        case GoalKind::segment_existed: return judge_segment(goal, record);
        case GoalKind::nattch_reached: return judge_nattch(goal, record);
        case GoalKind::shared_between: return judge_sharing(goal, record);
        case GoalKind::nothing_left: {
            const auto left = static_cast<std::int64_t>(record.final_state.segments.size());
            if (record.segments.empty()) return {false, -1};
            return {left <= goal.number, left};
        }
        case GoalKind::nobody_killed: return judge_killed(record);
    }
    return {};
}

}  // namespace sim::labs
