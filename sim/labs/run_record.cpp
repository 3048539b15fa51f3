#include "sim/labs/run_record.h"

#include <algorithm>

namespace sim::labs {
namespace {

using report::Event;
using report::Rule;

// Turns events into records. Which addresses are a segment's is learnt from the areas that open and close.
class Recorder final : public report::Sink {
public:
    Recorder(RunRecord& record, const RunBounds& bounds) : record_(record), bounds_(bounds) {}

    void on(const Event& event) override {
        switch (event.rule) {
            case Rule::syscall_return: return add_call(event);
            case Rule::segment_create: return add_segment(event);
            case Rule::segment_attach: return attached(event);
            case Rule::segment_destroy:
                if (SegmentRecord* segment = find(event.args[0])) segment->destroyed = true;
                return;
            case Rule::area_open: return open_area(event);
            case Rule::area_close: areas_[event.pid].erase(event.args[0]); return;
            case Rule::process_fork: areas_[pid_of(event.args[1])] = areas_[pid_of(event.args[0])]; return;
            case Rule::pte_set: return touched(event);
            default: return;
        }
    }

private:
    struct Attached {
        std::uint64_t end = 0;
        std::uint64_t shmid = 0;
    };

    static Pid pid_of(std::uint64_t bits) { return Pid{static_cast<std::int32_t>(bits)}; }

    // The newest with this id: ids come again after long runs.
    SegmentRecord* find(std::uint64_t shmid) {
        const ShmId wanted = ShmId::of_bits(shmid);
        const auto found = std::find_if(record_.segments.rbegin(), record_.segments.rend(),
                                        [&](const SegmentRecord& one) { return one.shmid == wanted; });
        return found == record_.segments.rend() ? nullptr : &*found;
    }

    void add_call(const Event& event) {
        if (record_.calls.size() == bounds_.calls) return;
        record_.calls.push_back({event.pid, event.args[0], static_cast<std::int64_t>(event.args[1]), event.error});
    }

    void add_segment(const Event& event) {
        if (record_.segments.size() == bounds_.calls) return;
        SegmentRecord segment;
        segment.shmid = ShmId::of_bits(event.args[0]);
        segment.key = Key{static_cast<std::int32_t>(event.args[1])};
        segment.bytes = event.args[2];
        record_.segments.push_back(std::move(segment));
    }

    void attached(const Event& event) {
        SegmentRecord* segment = find(event.args[0]);
        if (segment != nullptr) segment->most_attached = std::max(segment->most_attached, event.args[2]);
    }

    void open_area(const Event& event) {
        if (static_cast<report::AreaKind>(event.args[3]) != report::AreaKind::shm) return;
        areas_[event.pid][event.args[0]] = {event.args[1], event.args[4]};
    }

    void touched(const Event& event) {
        const auto& areas = areas_[event.pid];
        auto after = areas.upper_bound(event.args[0]);
        if (after == areas.begin() || event.args[0] >= std::prev(after)->second.end) return;
        if (SegmentRecord* segment = find(std::prev(after)->second.shmid)) segment->touched_by.insert(event.pid);
    }

    RunRecord& record_;
    const RunBounds& bounds_;
    std::map<Pid, std::map<std::uint64_t, Attached>> areas_;  // attached ones by start
};

std::string standard_output(const machine::Machine& machine, std::size_t most) {
    std::string text;
    for (const kernel::OutputChunk& chunk : machine.output()) {
        if (chunk.fd == 1) text += chunk.bytes;
        if (text.size() > most) break;
    }
    text.resize(std::min(text.size(), most));
    return text;
}

}  // namespace

RunRecord record_run(history::World world, const history::Schedule& schedule, const RunBounds& bounds) {
    RunRecord record;
    Recorder recorder(record, bounds);
    const std::uint64_t begin = world.machine.instructions();
    while (record.steps < bounds.steps && world.machine.instructions() - begin < bounds.instructions) {
        const std::optional<history::Input> next = history::next_input(world, schedule);
        if (!next) break;
        history::apply(world, schedule, *next, &recorder);
        ++record.steps;
    }
    record.ended = world.machine.ended();
    record.output = standard_output(world.machine, bounds.output_bytes);
    record.final_state = world.machine.observe();
    return record;
}

}  // namespace sim::labs
