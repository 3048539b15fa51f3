// Tasks moved by hand: every call and every access is made from outside, no program runs.
//
//     ByHand hand(setup);
//     hand.perform({pid, Operation::Kind::call, 29, {key, bytes, flags}}, nullptr);     shmget
//     report::State state = hand.machine().observe();
//
// The clock moves by one second an operation: a time in a row tells which operation set it.
#pragma once

#include <map>
#include <vector>

#include "sim/machine/machine.h"
#include "sim/report/operation.h"

namespace sim::machine {

// A machine whose processes stand still in the program of by_hand_program.h; their memory is laid out as operation.h
// says. The shell of ByHand::start_command() is the same program.
MachineConfig by_hand_config(const report::Setup& setup);
ProgramSetPtr by_hand_programs();

class ByHand {
public:
    explicit ByHand(const report::Setup& setup);

    // The operation's own outcome, then those of blocked calls that ended with it, by pid. Nothing when the process
    // does not exist, has ended or is blocked.
    std::vector<report::Outcome> perform(const report::Operation& operation, report::Sink* sink);

    // The processes of the setup once more on the same machine; those left are killed first.
    void run_again();
    // One more process of the first one's user, as Machine::start_command() makes it. False: there is no room.
    bool start_command();

    const Machine& machine() const { return machine_; }
    // Where the mappings of a process grow down from.
    std::uint64_t mmap_top(Pid pid) const;
    // Whether `pid` may be told to do something now.
    bool idle(Pid pid) const;
    // Which operation set a time of the machine's clock, from 1.
    static std::int64_t operation_at(std::int64_t seconds) { return seconds - kernel::kBootTime; }

private:
    void read_output(report::Outcome& outcome, std::uint32_t bytes) const;

    Machine machine_;
    std::map<Pid, std::uint32_t> blocked_;  // bytes of output its call will have
};

}  // namespace sim::machine
