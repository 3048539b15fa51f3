#include "sim/history/recording.h"

#include <utility>

#include "sim/history/timeline.h"

namespace sim::history {

Recording::Recording(World boot, Schedule schedule)
    : schedule_(std::move(schedule)), checkpoints_(boot), world_(std::move(boot)) {
    complete_ = !next_input(world_, schedule_);
}

bool Recording::decide() {
    if (step_ < inputs_.size()) return true;
    if (inputs_.size() >= kMaxRecordedSteps) return false;
    std::optional<Input> next = next_input(world_, schedule_);
    if (next) inputs_.push_back(std::move(*next));
    return step_ < inputs_.size();
}

bool Recording::advance(report::Sink* sink) {
    if (!decide()) return false;
    if (!apply(world_, schedule_, inputs_[step_], sink)) {
        cut();
        return false;
    }
    checkpoints_.offer(++step_, world_);
    if (step_ == inputs_.size()) complete_ = !next_input(world_, schedule_);
    return true;
}

void Recording::move_to(std::uint64_t step) {
    const Checkpoints::Checkpoint& nearest = checkpoints_.before(step);
    if (step < step_ || nearest.step > step_) {
        world_ = nearest.world;
        step_ = nearest.step;
    }
    while (step_ < step && advance(nullptr)) {
    }
}

void Recording::branch(Input input) {
    if (step_ < inputs_.size() && inputs_[step_] == input) return;
    cut();
    inputs_.push_back(std::move(input));
    complete_ = false;
}

void Recording::replace(std::vector<Input> inputs) {
    move_to(0);
    cut();
    inputs_ = std::move(inputs);
    if (inputs_.size() > kMaxRecordedSteps) inputs_.resize(kMaxRecordedSteps);
    if (!inputs_.empty()) complete_ = false;
}

void Recording::cut() {
    inputs_.resize(step_);
    checkpoints_.cut_after(step_);
    complete_ = !next_input(world_, schedule_);
}

}  // namespace sim::history
