// Checkpoints: copies of the world to replay from, close enough together and few enough.
//
// One is kept every `spacing` units of work (an instruction is 1 unit, a step kStepWork). When there are more than
// kMaxCheckpoints, or they keep more than kMaxPinnedBytes of frames alive, every other one is dropped and the
// spacing doubles: the cost of a seek grows with the length of the history, its memory does not.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/history/input.h"

namespace sim::history {

inline constexpr std::size_t kMaxCheckpoints = 2048;
inline constexpr std::uint64_t kMaxPinnedBytes = 512ull << 20;  // estimated

class Checkpoints {
public:
    struct Checkpoint {
        std::uint64_t step = 0;
        World world;
    };

    explicit Checkpoints(World boot);

    // The latest one at or before `step`; the first stands at step 0.
    const Checkpoint& before(std::uint64_t step) const;
    // The world at `step` was reached; remembered when it is worth it.
    void offer(std::uint64_t step, const World& world);
    // Forgets those after `step`.
    void cut_after(std::uint64_t step);

private:
    void measure();
    void thin();

    std::vector<Checkpoint> kept_;  // ascending by step
    std::uint64_t spacing_;         // units of work
    std::uint64_t pinned_ = 0;      // bytes, estimated from samples
    std::size_t unmeasured_ = 0;    // checkpoints added since the last sample
};

}  // namespace sim::history
