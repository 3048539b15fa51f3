// What happened inside one step, and the positions one can stand at in it.
//
// The record lists facts in order: events proper and data accesses (load, store). A position p means "the first p
// facts have happened"; it is told as a Moment by how many of either kind they are.
//
//     facts       call  check  area  store  return          e: event, a: access
//     kind          e     e      e     a      e
//     position  0     1     2      3     4      5
//     moment  (n,0,0) …          (n,3,0) (n,3,1)  = (n+1,0,0)
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "sim/history/input.h"
#include "sim/report/event.h"

namespace sim::history {

// Facts remembered of one step; what follows happens with the end of the step.
inline constexpr std::size_t kMaxFacts = 65'536;

// A moment: after `step` whole steps, plus `event` events and `access` data accesses of the step that follows.
struct Moment {
    std::uint64_t step = 0;
    std::uint32_t event = 0;
    std::uint32_t access = 0;
    auto operator<=>(const Moment&) const = default;
};

enum class Unit : std::uint8_t { event, access, line, call };

struct StepRecord {
    std::vector<report::Event> events;  // without loads and stores
    std::vector<bool> is_access;        // one a fact, in order

    std::size_t facts() const { return is_access.size(); }
    // How many events and accesses the first `position` facts are.
    Moment moment(std::uint64_t step, std::size_t position) const;
    // The first position with at least so many events and accesses done; facts() when there is none.
    std::size_t position(std::uint32_t event, std::uint32_t access) const;
    // The next place to stand at behind `position`, walking by `unit`; nullopt: the end of the step.
    std::optional<std::size_t> next(std::size_t position, Unit unit) const;
    // The last place to stand at before `position`, walking by `unit`; nullopt: none but the beginning.
    std::optional<std::size_t> previous(std::size_t position, Unit unit) const;

private:
    std::vector<std::size_t> stops(Unit unit) const;
};

// Whether the position right behind this event is a place to stand at when walking by call.
bool ends_call(const report::Event& event);

// Does `input` on a copy of `before` and records it.
StepRecord record_step(const World& before, const Schedule& schedule, const Input& input);
// The world in the middle of a step: after the first `position` facts (1..facts()).
World world_inside(const World& before, const Schedule& schedule, const Input& input, std::size_t position);

// Records facts while a step runs.
class RecordingSink final : public report::Sink {
public:
    explicit RecordingSink(StepRecord& record) : record_(record) {}
    void on(const report::Event& event) override;
    bool wants_accesses() const override { return true; }

private:
    StepRecord& record_;
};

}  // namespace sim::history
