// What drives a machine: logged inputs, and the schedule that says who goes next when no input does.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/machine/machine.h"

namespace sim::history {

// One logged input: the only things that change a machine.
struct Input {
    enum class Kind : std::uint8_t { step, run_again, type, end_of_input, command };
    Kind kind = Kind::step;
    Pid pid;                                           // step
    machine::StepUnit unit = machine::StepUnit::line;  // step
    std::string text;                                  // type, command
    bool operator==(const Input&) const = default;
};

// What to do when no recorded input says who goes next.
struct ScheduleItem {
    std::string process;      // "producer", "producer/1"
    std::uint64_t count = 1;  // steps of the schedule's unit; left over for a blocked or ended task: skipped
    bool operator==(const ScheduleItem&) const = default;
};
struct Schedule {
    machine::StepUnit unit = machine::StepUnit::line;
    std::vector<ScheduleItem> order;  // afterwards every runnable task takes one line in turn
    bool operator==(const Schedule&) const = default;
};

// A machine and how far its schedule has been followed: everything the next input depends on.
struct World {
    machine::Machine machine;
    std::size_t item = 0;    // index into Schedule::order; its size when all is done
    std::uint64_t used = 0;  // steps of that item taken
};

// What happens next by schedule or in turn; nullopt when no task can proceed.
std::optional<Input> next_input(const World& world, const Schedule& schedule);

// Does one input. False, and nothing changed, when it cannot be done here: a task that cannot run, a new run
// before the end.
bool apply(World& world, const Schedule& schedule, const Input& input, report::Sink* sink);

}  // namespace sim::history
