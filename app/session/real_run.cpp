#include "app/session/real_run.h"

#include <algorithm>

#include "app/session/real_steps.h"

namespace app::session {

using sim::history::Input;
using sim::history::Timeline;

struct RealRun::Data {
    sim::machine::MachineConfig config;
    sim::machine::ProgramSetPtr programs;
    sim::history::Schedule schedule;
    std::unique_ptr<RealSteps> steps;
    std::uint64_t restarts = 0;
    std::string failure;  // no further sandbox could be made

    std::uint64_t verified = 0;  // the timeline's generation whose past is known to be ours; 0: none

    bool on_the_way(const Timeline& timeline);
    void restart();
    std::size_t go_on(const Timeline& timeline);
};

// What was done, also of the step under way, is the beginning of what shall be done.
bool RealRun::Data::on_the_way(const Timeline& timeline) {
    if (timeline.generation() == verified) return true;
    const std::vector<Input>& done = steps->inputs();
    if (done.size() > timeline.step()) return false;
    if (!std::equal(done.begin(), done.end(), timeline.inputs().begin())) return false;
    verified = timeline.generation();
    return true;
}

void RealRun::Data::restart() {
    ++restarts;
    std::unique_ptr<RealSteps> fresh = RealSteps::start(config, programs, schedule, failure);
    if (fresh != nullptr) steps = std::move(fresh);
}

// One piece of work; returns what it counts as, in operations.
std::size_t RealRun::Data::go_on(const Timeline& timeline) {
    constexpr std::size_t kAccessesOfOne = 256;  // in one message they cost about as much as one operation
    if (!steps->inside_a_step()) {
        steps->begin(timeline.inputs()[steps->steps()]);
        return 1;
    }
    if (steps->more()) return 1 + steps->perform() / kAccessesOfOne;
    steps->end();
    return 1;
}

std::unique_ptr<RealRun> RealRun::start(const sim::machine::MachineConfig& config, sim::machine::ProgramSetPtr programs,
                                        const sim::history::Schedule& schedule, std::string& why_not) {
    auto data = std::make_unique<Data>(Data{config, programs, schedule, nullptr, 0, {}});
    data->steps = RealSteps::start(config, std::move(programs), schedule, why_not);
    if (data->steps == nullptr) return nullptr;
    return std::unique_ptr<RealRun>(new RealRun(std::move(data)));
}

RealRun::RealRun(std::unique_ptr<Data> data) : data_(std::move(data)) {}
RealRun::~RealRun() = default;

bool RealRun::follow(const Timeline& timeline, std::size_t operations) {
    if (!data_->failure.empty()) return true;
    if (!data_->on_the_way(timeline)) data_->restart();
    std::size_t done = 0;
    while (failure().empty() && (data_->steps->inside_a_step() || data_->steps->steps() < timeline.step())) {
        if (done >= operations) return false;
        done += data_->go_on(timeline);
    }
    return true;
}

std::uint64_t RealRun::step() const {
    return data_->steps->steps();
}
const sim::report::State& RealRun::state() const {
    return data_->steps->state();
}
const sim::report::State& RealRun::state_before() const {
    return data_->steps->state_before();
}
const std::vector<RealDifference>& RealRun::differences() const {
    return data_->steps->differences();
}
const RealTotals& RealRun::totals() const {
    return data_->steps->totals();
}
const std::vector<RealAnswer>& RealRun::answers() const {
    return data_->steps->answers();
}
std::uint64_t RealRun::restarts() const {
    return data_->restarts;
}
const std::string& RealRun::failure() const {
    return data_->failure.empty() ? data_->steps->failure() : data_->failure;
}
const host::Abilities& RealRun::abilities() const {
    return data_->steps->abilities();
}
std::vector<host::ConsoleChunk> RealRun::take_console() {
    return data_->steps->take_console();
}

}  // namespace app::session
