// Waking those who sleep. The sleeper's call is a value in its task (task.h: Wait); these change it and make it ready.
#pragma once

#include <cstdint>
#include <string>

#include "sim/kernel/ipc/ipc_call.h"
#include "sim/kernel/proc/task_table.h"
#include "sim/report/event.h"

namespace sim::kernel {

inline constexpr std::uint32_t kEveryone = 0xffff'ffff;

// Wakes those who wait for `object` of this kind, the longest asleep first, at most `limit` of them: they look again.
// Returns how many.
std::uint32_t wake(TaskTable& tasks, report::Sink* sink, WaitKind kind, std::uint64_t object,
                   std::uint32_t limit = kEveryone);

// Wakes these: they look again.
void wake(TaskTable& tasks, report::Sink* sink, const std::vector<Pid>& sleepers);

// Wakes one sleeper whose call the waker has finished: its result (value or -errno), and bytes that its call will copy
// to its memory when it runs.
void complete(TaskTable& tasks, report::Sink* sink, Pid sleeper, std::int64_t result, std::string bytes = {});

// The same for all that an operation on a semaphore set or a message queue has finished.
void complete(TaskTable& tasks, report::Sink* sink, const IpcCompletions& completions);

// Tasks that wait for `object` of this kind, the longest asleep first.
std::vector<Pid> waiters(const TaskTable& tasks, WaitKind kind, std::uint64_t object);

}  // namespace sim::kernel
