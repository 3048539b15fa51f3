#include "app/session/real_state.h"

#include <algorithm>

namespace app::session {
namespace {

using sim::report::AreaKind;
using sim::report::AreaRow;
using sim::report::State;
using sim::report::TaskRow;
using sim::report::TaskState;

bool alive(TaskState state) {
    return state != TaskState::zombie && state != TaskState::ended;
}

// The file a program comes from has its name in the simulation.
void name_program_areas(TaskRow& row, const TaskRow& simulated) {
    for (AreaRow& area : row.areas) {
        if (area.kind != AreaKind::text && area.kind != AreaKind::data) continue;
        const auto same = std::find_if(simulated.areas.begin(), simulated.areas.end(),
                                       [&](const AreaRow& other) { return other.kind == area.kind; });
        if (same != simulated.areas.end()) area.name = same->name;
    }
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
    name_program_areas(row, simulated);
    // All of them, as in the simulation; what the kernel counts includes the process's own machinery.
    row.rss_pages = row.pages.size();
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
