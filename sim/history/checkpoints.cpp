#include "sim/history/checkpoints.h"

#include <algorithm>

namespace sim::history {
namespace {

constexpr std::uint64_t kFirstSpacing = 20'000;  // about a third of a millisecond of replay
constexpr std::uint64_t kStepWork = 20;          // a step costs about as much as 20 instructions
constexpr std::size_t kSampleEvery = 8;

std::uint64_t work_between(const Checkpoints::Checkpoint& from, std::uint64_t step, const World& world) {
    return world.machine.instructions() - from.world.machine.instructions() + kStepWork * (step - from.step);
}

// Frames whose bytes the two machines do not share.
std::uint64_t frames_apart(const machine::Machine& a, const machine::Machine& b) {
    std::uint64_t apart = 0;
    for (std::uint32_t pfn = 0; pfn < a.config().frames; ++pfn) {
        if (a.frame_bytes(Pfn{pfn}).data() != b.frame_bytes(Pfn{pfn}).data()) ++apart;
    }
    return apart;
}

}  // namespace

Checkpoints::Checkpoints(World boot) : spacing_(kFirstSpacing) {
    kept_.push_back({0, std::move(boot)});
}

const Checkpoints::Checkpoint& Checkpoints::before(std::uint64_t step) const {
    const auto after = std::upper_bound(kept_.begin(), kept_.end(), step,
                                        [](std::uint64_t wanted, const Checkpoint& one) { return wanted < one.step; });
    return *std::prev(after);
}

void Checkpoints::offer(std::uint64_t step, const World& world) {
    const Checkpoint& last = kept_.back();
    if (step <= last.step || work_between(last, step, world) < spacing_) return;
    kept_.push_back({step, world});
    if (++unmeasured_ == kSampleEvery) measure();
    if (kept_.size() > kMaxCheckpoints || pinned_ > kMaxPinnedBytes) thin();
}

void Checkpoints::cut_after(std::uint64_t step) {
    while (kept_.back().step > step) kept_.pop_back();
    unmeasured_ = std::min(unmeasured_, kept_.size() - 1);
}

// Compares the newest with one some checkpoints ago: each of those between may hold a version of its own of every
// frame that changed.
void Checkpoints::measure() {
    const std::size_t newest = kept_.size() - 1;
    const std::size_t oldest = newest - std::min(newest, unmeasured_);
    pinned_ += frames_apart(kept_[oldest].world.machine, kept_[newest].world.machine) * (newest - oldest) * kPageSize;
    unmeasured_ = 0;
}

void Checkpoints::thin() {
    if (kept_.size() < 3) return;
    std::size_t kept = 1;
    for (std::size_t at = 2; at < kept_.size(); at += 2) kept_[kept++] = std::move(kept_[at]);
    kept_.erase(kept_.begin() + static_cast<std::ptrdiff_t>(kept), kept_.end());
    spacing_ *= 2;
    pinned_ /= 2;
    unmeasured_ = std::min(unmeasured_, kept_.size() - 1);
}

}  // namespace sim::history
