// What programs do as operations by hand, while they do it: a sink for the machine they run on.
//
//   OperationRecorder recorder(world.machine);
//   apply(world, schedule, input, &recorder);
//   for (Operation& operation : recorder.take()) …        what that input came to
//
// A program's own memory is not made again: what its calls read there goes to the scratch memory, and what they write
// is read back from it. Left out are calls that mean nothing elsewhere (the heap, the clock, reading the console);
// what they read and write in shared memory is accessed by hand instead. Calls that could mean something and are not
// followed are counted, by name.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "app/session/program_memory.h"
#include "app/session/record_calls.h"
#include "sim/machine/machine.h"
#include "sim/report/operation.h"

namespace app::session {

class OperationRecorder final : public sim::report::Sink {
public:
    // `machine` must outlive it.
    explicit OperationRecorder(const sim::machine::Machine& machine) : machine_(machine), memory_(machine) {}

    bool wants_accesses() const override { return true; }
    void on(const sim::report::Event& event) override;

    // What was done since the last call.
    std::vector<sim::report::Operation> take();
    // Why something was not followed, how often.
    const std::map<std::string, std::uint64_t>& not_followed() const { return not_followed_; }
    // A process mapped something over what its double keeps for itself: from here on nothing can be said.
    bool lost() const { return lost_; }

private:
    using Operation = sim::report::Operation;
    using Arguments = std::array<std::uint64_t, 6>;

    const sim::kernel::Kernel& kernel() const { return machine_.kernel(); }
    void skip(const std::string& why) { ++not_followed_[why]; }
    void add(Operation operation) { done_.push_back(std::move(operation)); }

    void enter(sim::Pid pid);
    bool follow(sim::Pid pid, std::uint32_t number, Arguments args);
    bool open_file(sim::Pid pid, const Arguments& args);
    bool in_own_memory(sim::Pid pid, std::uint32_t number, const Arguments& args) const;
    void hold_place(sim::Pid pid, std::uint32_t number, const Arguments& args, std::uint64_t address);
    bool two_names(sim::Pid pid, std::uint32_t number, const Arguments& args);
    bool duplicate(sim::Pid pid, const Arguments& args);
    bool change_signals(sim::Pid pid, std::uint32_t number, Arguments args);
    void leave(sim::Pid pid, std::uint32_t number, std::int64_t result);
    bool descriptor_matters(sim::Pid pid, const FollowedCall& followed, const Arguments& args);
    bool handled(sim::Pid pid, std::uint64_t signal) const;
    void place_buffer(Operation& operation, const BufferArgument& buffer) const;
    void copied(const sim::report::Event& event, Operation::Kind kind);
    void access(const sim::report::Event& event, Operation::Kind kind);
    void deadly_fault(const sim::report::Event& event);

    const sim::machine::Machine& machine_;
    ProgramMemory memory_;
    std::vector<Operation> done_;
    std::map<std::string, std::uint64_t> not_followed_;
    std::map<sim::Pid, Arguments> in_unfollowed_;  // who is in a call that is not followed
    Operation last_;                               // access
    bool fault_stores_ = false;
    bool lost_ = false;
};

}  // namespace app::session
