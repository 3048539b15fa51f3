#include "sim/history/input.h"

namespace sim::history {
namespace {

struct Place {
    std::size_t item = 0;
    std::uint64_t used = 0;
    std::optional<Pid> pid;  // nullopt: the schedule has nothing more to say
};

// Where the schedule goes on, leaving out what is left over for tasks that cannot run.
Place place_in(const World& world, const Schedule& schedule) {
    Place place{world.item, world.used, std::nullopt};
    for (; place.item < schedule.order.size(); ++place.item, place.used = 0) {
        const ScheduleItem& item = schedule.order[place.item];
        if (place.used >= item.count) continue;
        const std::optional<Pid> pid = world.machine.find_process(item.process);
        if (pid && world.machine.runnable(*pid)) {
            place.pid = pid;
            break;
        }
    }
    return place;
}

// Counts a step against the schedule if it is the one the schedule asked for; a user's own choice is not.
void follow(World& world, const Schedule& schedule, const Input& step) {
    if (world.item >= schedule.order.size()) return;
    const Place place = place_in(world, schedule);
    if (place.pid && (*place.pid != step.pid || schedule.unit != step.unit)) return;
    world.item = place.item;
    world.used = place.used + (place.pid ? 1 : 0);
}

bool apply_step(World& world, const Schedule& schedule, const Input& input, report::Sink* sink) {
    if (!world.machine.runnable(input.pid)) return false;
    follow(world, schedule, input);
    world.machine.step(input.pid, input.unit, sink);
    return true;
}

bool apply_run_again(World& world, report::Sink* sink) {
    if (!world.machine.ended()) return false;
    world.machine.run_again(sink);
    world.item = 0;
    world.used = 0;
    return true;
}

}  // namespace

std::optional<Input> next_input(const World& world, const Schedule& schedule) {
    if (const Place place = place_in(world, schedule); place.pid) {
        return Input{Input::Kind::step, *place.pid, schedule.unit, {}};
    }
    const std::optional<Pid> pid = world.machine.next_task();
    if (!pid) return std::nullopt;
    return Input{Input::Kind::step, *pid, machine::StepUnit::line, {}};
}

bool apply(World& world, const Schedule& schedule, const Input& input, report::Sink* sink) {
    switch (input.kind) {
        case Input::Kind::step: return apply_step(world, schedule, input, sink);
        case Input::Kind::run_again: return apply_run_again(world, sink);
        case Input::Kind::type: world.machine.type(input.text, false, sink); return true;
        case Input::Kind::end_of_input: world.machine.type(input.text, true, sink); return true;
        case Input::Kind::command: return world.machine.start_command(input.text, sink);
    }
    return false;
}

}  // namespace sim::history
