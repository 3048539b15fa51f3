// How a task's users, groups and capabilities change, and that it is told.
#pragma once

#include <utility>

#include "sim/kernel/proc/task_table.h"
#include "sim/report/emit.h"

namespace sim::kernel {

inline void set_credentials(TaskTable& tasks, report::Sink* sink, Pid pid, Credentials now) {
    const Credentials& set = tasks.write(pid).credentials = std::move(now);
    report::emit(sink, report::EventType::process, report::Rule::credentials_set, pid,
                 {set.euid, set.egid, set.uid, set.gid, set.effective});
}

}  // namespace sim::kernel
