// A thread takes the signals that wait for it, before it goes on with its own code.
#pragma once

#include "sim/hw/cpu.h"
#include "sim/kernel/proc/lifecycle.h"
#include "sim/kernel/proc/signal_state.h"

namespace sim::kernel {

enum class Delivery : std::uint8_t { go_on, stopped, gone };

// Does what the pending signals of a thread ask for. Handlers are entered one on top of the other: the last one
// entered runs first, as on Linux.
Delivery deliver_signals(ProcessContext& context, Pid thread, hw::CpuContext& registers);

// Takes one of `wanted` out of what is pending for the thread or its process: what its own instruction raised first,
// then the lowest number, the oldest of that. signal 0: none is there.
SignalInfo take_signal(TaskTable& tasks, Pid thread, SignalSet wanted);

// The action of the signal deliver_signals would take next that has a handler; nullptr when none has.
const SignalAction* next_handler(const TaskTable& tasks, Pid thread);

// When a blocked task wakes by itself: at its own deadline, or when the alarm of its process rings, which is left to
// the first thread that sleeps. kForever: never.
std::int64_t wakes_at(const TaskTable& tasks, Pid pid);

// Signals whose time has come: alarm(2), setitimer(2). `now` in nanoseconds of the machine's clock.
void expire_alarms(ProcessContext& context, std::int64_t now);

}  // namespace sim::kernel
