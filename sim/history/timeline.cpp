#include "sim/history/timeline.h"

#include <algorithm>
#include <utility>

#include "sim/history/recording.h"

namespace sim::history {

// The recording always stands at cursor.step. `record` tells the step that ended there or, inside a step, the one
// that begins there.
struct Timeline::State {
    State(machine::MachineConfig configuration, machine::ProgramSetPtr program_set, Schedule schedule)
        : config(std::move(configuration)),
          programs(std::move(program_set)),
          recording(World{machine::Machine(config, programs)}, std::move(schedule)) {}

    bool go_to(std::uint64_t step);
    bool begin_step();
    bool enter(std::uint64_t step);
    void stand(std::size_t to);
    bool stand_or_end(std::optional<std::size_t> to);
    bool forward_call();
    Moment call_before(Moment moment) const;
    bool take(Input input);

    machine::MachineConfig config;
    machine::ProgramSetPtr programs;
    Recording recording;
    Moment cursor;
    std::uint64_t generation = 0;
    StepRecord record;
    std::size_t position = 0;     // facts done of the step the cursor stands in; 0: between steps
    std::optional<World> inside;  // the world there
    std::optional<World> before;  // between steps: the world before the step that ended here
};

// Stands between steps. False when the run ends before `step`: then it stands at the end.
bool Timeline::State::go_to(std::uint64_t step) {
    ++generation;
    inside.reset();
    before.reset();
    record = {};
    position = 0;
    if (step > 0) recording.move_to(step - 1);
    bool arrived = step == 0;
    if (step == 0) recording.move_to(0);
    if (step > 0 && recording.step() == step - 1) {
        before = recording.world();
        RecordingSink sink(record);
        arrived = recording.advance(&sink);
    }
    if (!arrived && recording.step() > 0) return go_to(recording.step()), false;
    cursor = {recording.step()};
    return arrived;
}

// Makes `record` tell the step that begins here. False at the end of the run.
bool Timeline::State::begin_step() {
    if (!recording.decide()) return false;
    record = record_step(recording.world(), recording.schedule(), recording.inputs()[recording.step()]);
    return true;
}

// As go_to(), ready to stand inside the step that begins there.
bool Timeline::State::enter(std::uint64_t step) {
    return go_to(step) && begin_step();
}

// Stands inside the step that `record` tells, after its first `to` facts.
void Timeline::State::stand(std::size_t to) {
    ++generation;
    const std::uint64_t step = recording.step();
    inside = world_inside(recording.world(), recording.schedule(), recording.inputs()[step], to);
    before.reset();
    position = to;
    cursor = record.moment(step, to);
}

bool Timeline::State::stand_or_end(std::optional<std::size_t> to) {
    if (!to) return go_to(recording.step() + 1);
    stand(*to);
    return true;
}

bool Timeline::State::forward_call() {
    std::size_t from = position;
    for (std::uint64_t searched = 0; searched < kMaxCallSearch; ++searched) {
        if (from == 0 && !begin_step()) return go_to(recording.step()), searched > 0;
        if (const auto stop = record.next(from, Unit::call)) return stand_or_end(stop);
        if (!go_to(recording.step() + 1)) return searched > 0;
        if (!record.events.empty() && ends_call(record.events.back())) return true;
        from = 0;
    }
    return true;
}

// The last place right behind a call before `moment`; the beginning when there is none.
Moment Timeline::State::call_before(Moment moment) const {
    std::uint64_t end = moment.event + moment.access > 0 ? moment.step + 1 : moment.step;
    const std::uint64_t floor = end - std::min(end, kMaxCallSearch);
    Moment found{floor};
    while (end > floor && found == Moment{floor}) {
        const Checkpoints::Checkpoint& start = recording.checkpoints().before(end - 1);
        World world = start.world;
        for (std::uint64_t step = start.step; step < end; ++step) {
            const Input& input = recording.inputs()[step];
            const StepRecord told = record_step(world, recording.schedule(), input);
            apply(world, recording.schedule(), input, nullptr);
            const bool last = step == moment.step;
            const std::size_t limit = last ? told.position(moment.event, moment.access) : told.facts() + 1;
            if (const auto stop = told.previous(limit, Unit::call)) found = told.moment(step, *stop);
            const bool call_ends = !told.events.empty() && ends_call(told.events.back());
            if (call_ends && Moment{step + 1} < moment) found = Moment{step + 1};
        }
        end = start.step;
    }
    return found;
}

bool Timeline::State::take(Input input) {
    recording.branch(std::move(input));
    return go_to(cursor.step + 1);
}

Timeline::Timeline(machine::MachineConfig config, machine::ProgramSetPtr programs, Schedule schedule)
    : state_(std::make_unique<State>(std::move(config), std::move(programs), std::move(schedule))) {}
Timeline::Timeline(const Timeline& other) : state_(std::make_unique<State>(*other.state_)) {}
Timeline& Timeline::operator=(const Timeline& other) {
    if (this != &other) state_ = std::make_unique<State>(*other.state_);
    return *this;
}
Timeline::Timeline(Timeline&&) noexcept = default;
Timeline& Timeline::operator=(Timeline&&) noexcept = default;
Timeline::~Timeline() = default;

Moment Timeline::cursor() const {
    return state_->cursor;
}

std::uint64_t Timeline::generation() const {
    return state_->generation;
}

std::uint64_t Timeline::recorded() const {
    return state_->recording.inputs().size();
}

std::optional<std::uint64_t> Timeline::length() const {
    if (!state_->recording.complete()) return std::nullopt;
    return recorded();
}

const machine::Machine& Timeline::machine() const {
    return state_->inside ? state_->inside->machine : state_->recording.world().machine;
}

const machine::Machine& Timeline::machine_before() const {
    return state_->before ? state_->before->machine : state_->recording.world().machine;
}

const std::vector<report::Event>& Timeline::events() const {
    return state_->record.events;
}

std::size_t Timeline::events_done() const {
    return state_->inside ? state_->cursor.event : state_->record.events.size();
}

Pid Timeline::task_of(std::uint64_t step) const {
    return input(step).pid;
}

const Input& Timeline::input(std::uint64_t step) const {
    return state_->recording.inputs()[step];
}

std::optional<Pid> Timeline::next_task() const {
    const Recording& recording = state_->recording;
    if (step() < recorded()) {
        const Input& next = input(step());
        return next.kind == Input::Kind::step ? std::optional(next.pid) : std::nullopt;
    }
    const std::optional<Input> next = next_input(recording.world(), recording.schedule());
    return next ? std::optional(next->pid) : std::nullopt;
}

bool Timeline::at_end() const {
    return !state_->inside && state_->recording.world().machine.ended();
}

bool Timeline::forward(Unit unit) {
    State& state = *state_;
    if (unit == Unit::line) return state.go_to(step() + 1);
    if (unit == Unit::call) return state.forward_call();
    if (!state.inside && !state.begin_step()) return state.go_to(step()), false;
    return state.stand_or_end(state.record.next(state.position, unit));
}

bool Timeline::back(Unit unit) {
    State& state = *state_;
    if (!state.inside && step() == 0) return false;
    if (unit == Unit::call) return seek(state.call_before(cursor())), true;
    if (unit == Unit::line) return state.go_to(state.inside ? step() : step() - 1);
    if (!state.inside) {
        state.enter(step() - 1);
        state.position = state.record.facts() + 1;
    }
    const auto stop = state.record.previous(state.position, unit);
    if (!stop) return state.go_to(step());
    state.stand(*stop);
    return true;
}

void Timeline::seek(std::uint64_t step) {
    state_->go_to(std::min(step, kMaxRecordedSteps));
}

void Timeline::seek(Moment moment) {
    State& state = *state_;
    if (moment.event == 0 && moment.access == 0) return seek(moment.step);
    if (!state.enter(std::min(moment.step, kMaxRecordedSteps))) return seek(state.recording.step());
    const std::size_t position = state.record.position(moment.event, moment.access);
    const bool all_events = moment.access == 0 && moment.event >= state.record.events.size();
    state.stand_or_end(all_events || position == state.record.facts() ? std::nullopt : std::optional(position));
}

bool Timeline::run_to_end(std::uint64_t max_steps, std::uint64_t max_instructions) {
    Recording& recording = state_->recording;
    recording.move_to(std::min<std::uint64_t>(max_steps, recording.inputs().size()));
    const std::uint64_t begin = recording.world().machine.instructions();
    while (recording.step() < max_steps && recording.world().machine.instructions() - begin < max_instructions &&
           recording.advance(nullptr)) {
    }
    state_->go_to(recording.step());
    return at_end();
}

bool Timeline::step_task(Pid pid, machine::StepUnit unit) {
    if (!state_->recording.world().machine.runnable(pid)) return false;
    return state_->take({Input::Kind::step, pid, unit, {}});
}

bool Timeline::run_again() {
    return at_end() && state_->take({Input::Kind::run_again, {}, {}, {}});
}

void Timeline::type(std::string text, bool end_of_input) {
    text.resize(std::min(text.size(), kMaxTypedBytes));
    if (!text.empty()) state_->take({Input::Kind::type, {}, {}, std::move(text)});
    if (end_of_input) state_->take({Input::Kind::end_of_input, {}, {}, {}});
}

bool Timeline::command(std::string text) {
    text.resize(std::min(text.size(), kMaxTypedBytes));
    return state_->take({Input::Kind::command, {}, {}, std::move(text)});
}

void Timeline::reboot() {
    load({});
}

const std::vector<Input>& Timeline::inputs() const {
    return state_->recording.inputs();
}

void Timeline::load(std::vector<Input> inputs) {
    state_->recording.replace(std::move(inputs));
    state_->go_to(0);
}

const machine::MachineConfig& Timeline::config() const {
    return state_->config;
}
const machine::ProgramSetPtr& Timeline::programs() const {
    return state_->programs;
}
const Schedule& Timeline::schedule() const {
    return state_->recording.schedule();
}

}  // namespace sim::history
