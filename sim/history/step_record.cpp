#include "sim/history/step_record.h"

#include <algorithm>

namespace sim::history {
namespace {

bool access_event(const report::Event& event) {
    return event.rule == report::Rule::load || event.rule == report::Rule::store;
}

// Copies the world when the wanted fact has happened.
class CopyingSink final : public report::Sink {
public:
    CopyingSink(const World& world, std::size_t position) : world_(world), left_(position) {}

    void on(const report::Event&) override {
        if (left_ != 0 && --left_ == 0) copy_ = world_;
    }
    bool wants_accesses() const override { return true; }
    std::optional<World>& copy() { return copy_; }

private:
    const World& world_;
    std::size_t left_;
    std::optional<World> copy_;
};

}  // namespace

bool ends_call(const report::Event& event) {
    return event.rule == report::Rule::syscall_return;
}

void RecordingSink::on(const report::Event& event) {
    if (record_.facts() == kMaxFacts) return;
    const bool access = access_event(event);
    record_.is_access.push_back(access);
    if (!access) record_.events.push_back(event);
}

Moment StepRecord::moment(std::uint64_t step, std::size_t position) const {
    const auto end = is_access.begin() + static_cast<std::ptrdiff_t>(std::min(position, facts()));
    const auto accesses = static_cast<std::uint32_t>(std::count(is_access.begin(), end, true));
    return {step, static_cast<std::uint32_t>(end - is_access.begin()) - accesses, accesses};
}

std::size_t StepRecord::position(std::uint32_t event, std::uint32_t access) const {
    std::uint32_t seen[2] = {0, 0};
    for (std::size_t at = 0; at < facts(); ++at) {
        if (seen[0] >= event && seen[1] >= access) return at;
        ++seen[is_access[at] ? 1 : 0];
    }
    return facts();
}

// All places inside the step, ascending. The place behind the last event is the end of the step itself.
std::vector<std::size_t> StepRecord::stops(Unit unit) const {
    std::vector<std::size_t> found;
    std::size_t event = 0;
    for (std::size_t at = 0; at < facts(); ++at) {
        if (is_access[at]) {
            if (unit == Unit::access && at + 1 < facts()) found.push_back(at + 1);
            continue;
        }
        const report::Event& fact = events[event++];
        if (event == events.size()) continue;
        if (unit == Unit::event || (unit == Unit::call && ends_call(fact))) found.push_back(at + 1);
    }
    return found;
}

std::optional<std::size_t> StepRecord::next(std::size_t position, Unit unit) const {
    for (const std::size_t stop : stops(unit)) {
        if (stop > position) return stop;
    }
    return std::nullopt;
}

std::optional<std::size_t> StepRecord::previous(std::size_t position, Unit unit) const {
    std::optional<std::size_t> last;
    for (const std::size_t stop : stops(unit)) {
        if (stop < position) last = stop;
    }
    return last;
}

StepRecord record_step(const World& before, const Schedule& schedule, const Input& input) {
    StepRecord record;
    RecordingSink sink(record);
    World world = before;
    apply(world, schedule, input, &sink);
    return record;
}

World world_inside(const World& before, const Schedule& schedule, const Input& input, std::size_t position) {
    World world = before;
    CopyingSink sink(world, position);
    apply(world, schedule, input, &sink);
    return sink.copy() ? std::move(*sink.copy()) : std::move(world);
}

}  // namespace sim::history
