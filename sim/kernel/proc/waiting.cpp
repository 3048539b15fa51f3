#include "sim/kernel/proc/waiting.h"

#include <algorithm>

#include "sim/report/emit.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;
using report::TaskState;

std::vector<Pid> waiters(const TaskTable& tasks, WaitKind kind, std::uint64_t object) {
    std::vector<Pid> found;
    for (Pid pid : tasks.present()) {
        const Task& task = tasks[pid];
        if (task.state == TaskState::blocked && task.wait.kind == kind && task.wait.object == object) {
            found.push_back(pid);
        }
    }
    std::sort(found.begin(), found.end(), [&](Pid a, Pid b) { return tasks[a].wait.ticket < tasks[b].wait.ticket; });
    return found;
}

std::uint32_t wake(TaskTable& tasks, report::Sink* sink, WaitKind kind, std::uint64_t object, std::uint32_t limit) {
    std::uint32_t woken = 0;
    for (Pid pid : waiters(tasks, kind, object)) {
        if (woken == limit) break;
        wake(tasks, sink, std::vector{pid});
        ++woken;
    }
    return woken;
}

void wake(TaskTable& tasks, report::Sink* sink, const std::vector<Pid>& sleepers) {
    for (Pid pid : sleepers) {
        if (tasks[pid].state != TaskState::blocked) continue;  // woken before, and has not looked yet
        Task& task = tasks.write(pid);
        const WaitKind kind = task.wait.kind;
        const std::uint64_t object = task.wait.object;
        task.state = TaskState::ready;
        report::emit(sink, EventType::wake, Rule::wake_waiter, pid, {kind, object});
    }
}

void complete(TaskTable& tasks, report::Sink* sink, Pid sleeper, std::int64_t result, std::string bytes) {
    Task& task = tasks.write(sleeper);
    const WaitKind kind = task.wait.kind;
    const std::uint64_t object = task.wait.object;
    if (task.state == TaskState::blocked) task.state = TaskState::ready;  // a stopped one goes on when it is continued
    task.wait.completed = true;
    task.wait.result = result;
    task.wait.bytes = std::move(bytes);
    report::emit(sink, EventType::wake, Rule::wake_completed, sleeper, {kind, object, result});
}

void complete(TaskTable& tasks, report::Sink* sink, const IpcCompletions& completions) {
    for (const IpcCompletion& one : completions) complete(tasks, sink, one.sleeper, one.result, one.bytes);
}

}  // namespace sim::kernel
