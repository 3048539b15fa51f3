// A run of programs carried out on the real kernel too: the same steps, each call and each access for real.
//
//     std::string why_not;
//     auto real = RealRun::start(timeline.config(), timeline.programs(), timeline.schedule(), why_not);
//     while (!real->follow(timeline, 200)) draw();       at most 200 operations at a time: the window stays alive
//     real->state(), real->differences()
//
// The programs themselves run in the simulator, which says what is done next; the real kernel does it, in a sandbox of
// its own with a real process for each simulated one, and what it answers is compared. Rows come from the real kernel.
// Going back is starting again: a fresh sandbox, and everything up to there once more. A sandbox ends with the thread
// that started it.
//
// Each real process has its program's own memory at the simulated addresses; every access to it is made there, and what
// a load gives is compared. Initial data is put there when it is first touched, and what a call is given that only this
// system knows (times, inodes) is made what the simulation has, once it was compared.
//
// Known limits: handlers of signals and threads are not carried out: a run that needs them stops there (failure()).
// Files outside /dev/shm are not the host's.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/host/real_kernel.h"
#include "app/session/real_answer.h"
#include "app/session/selection.h"
#include "sim/history/timeline.h"
#include "sim/report/rows.h"

namespace app::session {

struct RealDifference {
    std::uint64_t step = 0;  // steps done when it was found
    sim::Pid pid;            // whose; kNoPid: nobody's
    Selection where;         // the row it is in; kind none: what a call returned, or a table as a whole
    std::string what;        // "segment 5: nattch"
    std::string simulated, real;
    std::string why;  // what may explain it; empty: nothing known does, one of the kernels is wrong
};

// All steps done so far together.
struct RealTotals {
    std::uint64_t operations = 0;                      // calls and accesses carried out
    std::uint64_t checked = 0;                         // observations compared
    std::map<std::string, std::uint64_t> not_checked;  // what could not be, and how often
};

class RealRun {
public:
    // A sandbox with the processes as they are before the first step. nullptr with the reason when this host cannot.
    static std::unique_ptr<RealRun> start(const sim::machine::MachineConfig& config,
                                          sim::machine::ProgramSetPtr programs, const sim::history::Schedule& schedule,
                                          std::string& why_not);
    ~RealRun();
    RealRun(const RealRun&) = delete;
    RealRun& operator=(const RealRun&) = delete;

    // Goes towards the last whole step at or before the timeline's cursor, carrying out at most about `operations`
    // operations. True: it is there, or never will be (failure()).
    bool follow(const sim::history::Timeline& timeline, std::size_t operations);

    // Whole steps done.
    std::uint64_t step() const;
    // After step() steps, and one step before. Rows as the real kernel shows them; what programs alone know (names,
    // lines, programs) comes from the simulation.
    const sim::report::State& state() const;
    const sim::report::State& state_before() const;

    const std::vector<RealDifference>& differences() const;  // of all steps done
    const RealTotals& totals() const;
    // What it answered in the last step done, in order.
    const std::vector<RealAnswer>& answers() const;
    // How often a fresh sandbox was needed to go back.
    std::uint64_t restarts() const;
    // Not empty: the sandbox is lost, or cannot go on; state() is the last one seen.
    const std::string& failure() const;
    const host::Abilities& abilities() const;
    // What the real processes wrote to the console in the steps done since the last call.
    std::vector<host::ConsoleChunk> take_console();

private:
    struct Data;
    explicit RealRun(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

}  // namespace app::session
