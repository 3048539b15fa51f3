#include "app/cli/programs_run.h"

#include "app/cli/real.h"
#include "app/session/real_steps.h"

namespace app::cli {
namespace {

using host::ConsoleChunk;
using sim::history::Input;
using sim::history::World;

class Simulated final : public Programs {
public:
    explicit Simulated(const Target& target)
        : schedule_(target.scenario.schedule),
          world_{sim::machine::Machine(target.scenario.machine, target.programs)} {}

    const World& world() const override { return world_; }
    bool take(const Input& input, sim::report::Sink* sink) override {
        return sim::history::apply(world_, schedule_, input, sink);
    }
    std::vector<ConsoleChunk> take_output() override {
        std::vector<ConsoleChunk> chunks;
        const sim::kernel::OutputLog& log = world_.machine.output();
        for (; passed_ < log.size(); ++passed_) chunks.push_back({log[passed_].fd, log[passed_].bytes});
        return chunks;
    }

private:
    sim::history::Schedule schedule_;
    World world_;
    std::size_t passed_ = 0;  // chunks of output
};

class Real final : public Programs {
public:
    explicit Real(std::unique_ptr<session::RealSteps> steps) : steps_(std::move(steps)) {}

    const World& world() const override { return steps_->world(); }
    bool take(const Input& input, sim::report::Sink*) override {
        steps_->begin(input);
        while (steps_->more()) steps_->perform();
        if (failure().empty()) steps_->end();
        return failure().empty();
    }
    std::vector<ConsoleChunk> take_output() override { return steps_->take_console(); }
    std::string failure() const override { return steps_->failure(); }
    std::string differences() const override { return differences_text(steps_->differences()); }

private:
    std::unique_ptr<session::RealSteps> steps_;
};

}  // namespace

std::unique_ptr<Programs> simulated_programs(const Target& target) {
    return std::make_unique<Simulated>(target);
}

std::unique_ptr<Programs> real_programs(const Target& target, std::string& why_not) {
    std::unique_ptr<session::RealSteps> steps =
        session::RealSteps::start(target.scenario.machine, target.programs, target.scenario.schedule, why_not);
    if (steps == nullptr) {
        why_not = no_real_kernel(why_not);
        return nullptr;
    }
    return std::make_unique<Real>(std::move(steps));
}

}  // namespace app::cli
