// A recording and one world that travels through it: the machinery below Timeline.
//
// Invariant: world() is the boot world after the first step() inputs. Every other number follows from the inputs.
#pragma once

#include <optional>
#include <vector>

#include "sim/history/checkpoints.h"
#include "sim/history/input.h"

namespace sim::history {

class Recording {
public:
    Recording(World boot, Schedule schedule);

    std::uint64_t step() const { return step_; }
    const World& world() const { return world_; }
    const std::vector<Input>& inputs() const { return inputs_; }
    const Schedule& schedule() const { return schedule_; }
    const Checkpoints& checkpoints() const { return checkpoints_; }
    // The recording is complete: after its last input no task can proceed.
    bool complete() const { return complete_; }

    // Makes sure that it is recorded what happens next. False: nothing does, or the recording is full.
    bool decide();
    // Does the next input, deciding it first where nothing is recorded. False: as decide(); a recorded input
    // that cannot be done here ends the recording.
    bool advance(report::Sink* sink);
    // Goes to `step`, forwards or backwards; as far as the run goes.
    void move_to(std::uint64_t step);
    // From here on this input, and nothing of what was recorded, unless it is what was recorded.
    void branch(Input input);
    void replace(std::vector<Input> inputs);

private:
    void cut();

    Schedule schedule_;
    std::vector<Input> inputs_;
    Checkpoints checkpoints_;
    World world_;
    std::uint64_t step_ = 0;
    bool complete_ = false;
};

}  // namespace sim::history
