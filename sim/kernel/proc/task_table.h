// All tasks there ever were, by pid. Pids ascend and are never used again; an ended task stays to be looked at.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/cow.h"
#include "sim/base/errno.h"
#include "sim/kernel/proc/task.h"

namespace sim::kernel {

inline constexpr Pid kInit{1};  // adopts orphans and reaps them at once; no task of this table

class TaskTable {
public:
    // No more pids after this many tasks (PID_MAX_LIMIT of Linux).
    static constexpr std::size_t kMaxEver = 4'194'304;

    explicit TaskTable(Pid first = Pid{1}) : first_(first) {}

    // Whether another task may be made: EAGAIN beyond kMaxTasks that are not reaped yet.
    Errno room() const;
    // Adds a task (room() is ok) and gives it its pid. Without a tgid it is the first thread of a new process, without
    // a group a job that the shell, which is init's stand-in, has started: a group of its own in the shell's session.
    Pid add(Task task);
    // nullptr when there never was such a task.
    const Task* find(Pid pid) const;
    const Task& operator[](Pid pid) const { return *find(pid); }
    // The task for writing; valid until the next copy of the table: take it anew after every event.
    Task& write(Pid pid);
    // A zombie was waited for.
    void reap(Pid pid);

    std::size_t size() const { return tasks_.size(); }
    Pid pid_at(std::size_t index) const { return Pid{first_.value + static_cast<std::int32_t>(index)}; }
    Pid next_pid() const { return pid_at(size()); }
    // Tasks that are not reaped yet, ascending.
    const std::vector<Pid>& present() const { return *present_; }

    // A number larger than any before it: who fell asleep first.
    std::uint64_t take_ticket() { return ++tickets_; }

    std::uint64_t hash() const { return hash_mix(tasks_.hash(), tickets_); }

private:
    Pid first_;
    CowArray<TaskPtr> tasks_;
    Cow<std::vector<Pid>> present_;
    std::uint64_t tickets_ = 0;
};

}  // namespace sim::kernel
