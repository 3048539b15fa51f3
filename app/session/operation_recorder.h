// What programs do as operations by hand, while they do it: a sink for the machine they run on.
//
//   OperationRecorder recorder(world.machine, OperationRecorder::OwnMemory::left_out);
//   apply(world, schedule, input, &recorder);
//   for (RecordedOperation& operation : recorder.take()) …        what that input came to
//
// A program's own memory is not every kernel's affair: what its calls read there goes to the scratch memory, and what
// they write is read back from it. Left out are calls that mean nothing elsewhere (the heap, the clock, reading the
// console); what they read and write in shared memory is accessed by hand instead. Calls that could mean something and
// are not followed are counted, by name.
//
// For a real process that has the program's own memory (host::OwnMemory) everything that happens there is recorded too:
// accesses, calls about it, the pages of initial data as they come in, and what the kernel writes there, which stands
// in for what a kernel with another clock and other inodes wrote.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/session/program_memory.h"
#include "app/session/record_calls.h"
#include "app/session/recorded_operation.h"
#include "sim/machine/machine.h"
#include "sim/report/operation.h"

namespace app::session {

class OperationRecorder final : public sim::report::Sink {
public:
    enum class OwnMemory : std::uint8_t { left_out, recorded };

    // `machine` must outlive it.
    OperationRecorder(const sim::machine::Machine& machine, OwnMemory own_memory)
        : machine_(machine), memory_(machine), own_(own_memory) {}

    bool wants_accesses() const override { return true; }
    void on(const sim::report::Event& event) override;

    // What was done since the last call.
    std::vector<RecordedOperation> take();
    // Why something was not followed, how often.
    const std::map<std::string, std::uint64_t>& not_followed() const { return not_followed_; }
    // A process mapped something over what its double keeps for itself: from here on nothing can be said.
    bool lost() const { return lost_; }

private:
    using Operation = sim::report::Operation;
    using Arguments = host::Arguments;
    struct Range {
        std::uint64_t start, bytes;
    };
    // A call that is not followed, under way.
    struct Unfollowed {
        Arguments args;
        bool about_own_memory = false;
    };

    const sim::kernel::Kernel& kernel() const { return machine_.kernel(); }
    void skip(const std::string& why) { ++not_followed_[why]; }
    bool records_own() const { return own_ == OwnMemory::recorded; }
    void add(Operation operation, const std::optional<Arguments>& in_place = {});
    void add_own(RecordedOperation::Kind kind, Operation operation);
    void put(sim::Pid pid, host::OwnMemory::Piece piece);

    void enter(sim::Pid pid);
    bool follow(sim::Pid pid, std::uint32_t number, Arguments args);
    bool open_file(sim::Pid pid, const Arguments& args);
    std::optional<Range> range_of(sim::Pid pid, std::uint32_t number, const Arguments& args) const;
    bool in_own_memory(sim::Pid pid, std::uint32_t number, const Arguments& args) const;
    bool calls_about_own(sim::Pid pid, std::uint32_t number, const Arguments& args) const;
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
    void own_access(const sim::report::Event& event, Operation::Kind kind);
    void own_call(sim::Pid pid, std::uint32_t number, const Arguments& args, std::int64_t result);
    void give_own_memory(sim::Pid pid);
    void page_in(const sim::report::Event& event);
    void copied_to_own(const sim::report::Event& event);
    void put_shared(sim::Pid pid, const host::OwnMemory::Piece& piece);
    void touch_or_fill(const sim::report::Event& event, Operation::Kind kind);
    void deadly_fault(const sim::report::Event& event);

    const sim::machine::Machine& machine_;
    ProgramMemory memory_;
    OwnMemory own_;
    std::vector<RecordedOperation> done_;
    std::map<std::string, std::uint64_t> not_followed_;
    std::map<sim::Pid, Unfollowed> in_unfollowed_;      // who is in a call that is not followed
    std::map<sim::Pid, std::size_t> followed_call_at_;  // in done_: the last call of a process
    bool vforked_ = false;                              // a parent waits whose memory its child uses
    sim::Credentials executing_as_;                     // of the latest execve(2), when it was called
    Operation last_;                                    // access
    bool fault_stores_ = false;
    bool lost_ = false;
};

}  // namespace app::session
