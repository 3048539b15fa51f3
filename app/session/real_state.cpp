#include "app/session/real_state.h"

#include <algorithm>

namespace app::session {
namespace {

using sim::report::State;
using sim::report::TaskRow;
using sim::report::TaskState;

bool alive(TaskState state) {
    return state != TaskState::zombie && state != TaskState::ended;
}

void add_program(TaskRow& row, const TaskRow& simulated) {
    row.tgid = simulated.tgid;
    row.name = simulated.name;
    row.cpu = simulated.cpu;
    row.program = simulated.program;
    row.file = simulated.file;
    row.line = simulated.line;
    row.last_file = simulated.last_file;
    row.last_line = simulated.last_line;
    row.run = simulated.run;
    if (row.state == TaskState::ready && alive(simulated.state)) row.state = simulated.state;
    if (row.state == TaskState::blocked) row.waiting_for = simulated.waiting_for;
}

}  // namespace

State real_state(State real, const State& simulated) {
    std::vector<TaskRow> processes;
    for (const TaskRow& row : simulated.processes) {
        const auto found = std::find_if(real.processes.begin(), real.processes.end(),
                                        [&](const TaskRow& other) { return other.pid == row.pid; });
        if (found == real.processes.end()) continue;
        add_program(*found, row);
        processes.push_back(std::move(*found));
    }
    real.processes = std::move(processes);
    return real;
}

}  // namespace app::session
