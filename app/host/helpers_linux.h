// The helper processes of a sandbox: told what to do, and waited for until nobody moves any more.
//
// Whether a call is blocked is not guessed from time passing: /proc/PID/stat says the helper sleeps while its answer is
// outstanding. An operation is over when every helper sleeps (in its call, or waiting for the next request) or is dead.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/host/files_linux.h"
#include "app/host/helper_request_linux.h"
#include "app/host/own_memory_linux.h"
#include "app/host/sandbox_linux.h"

namespace app::host {

struct Helper {
    sim::Pid pid, ppid;
    Descriptor socket;
    Descriptor stat, call, status, maps, pagemap;  // of /proc/PID; call is its file `syscall`
    bool busy = false;                             // its answer to a request is outstanding
    sim::report::TaskState state = sim::report::TaskState::ready;
    std::optional<int> wait_status;    // of a zombie or an ended one; none: its parent took it before we looked
    std::optional<HelperReply> fault;  // what it told before it died
    std::optional<OwnMemory> own;      // its program's own memory: where it lies

    bool alive() const { return state != sim::report::TaskState::zombie && state != sim::report::TaskState::ended; }
};

class Helpers {
public:
    explicit Helpers(const SandboxIdentity& identity) : identity_(identity) {}

    // Starts those of the setup. What went wrong; empty: nothing.
    std::string start(const sim::report::Setup& setup);
    // As sim::machine::ByHand::run_again() and start_command(): those of the setup anew, one more of the first's user.
    std::string run_again();
    std::string start_command();
    // As sim::machine::ByHand::perform().
    std::vector<sim::report::Outcome> perform(const sim::report::Operation& operation,
                                              const std::optional<Arguments>& in_place = {});
    std::vector<sim::report::Outcome> perform(const sim::report::Accesses& accesses);

    // As RealKernel has it. What went wrong; empty: nothing.
    std::string make_own_memory(const OwnMemory& memory);

    const std::map<sim::Pid, Helper>& all() const { return helpers_; }
    // What they wrote to their descriptors 1 and 2 since the last call.
    std::vector<ConsoleChunk> take_console();

private:
    using Outcomes = std::vector<sim::report::Outcome>;

    std::string start_processes();
    void end_all();
    Outcomes exchange(sim::Pid pid, const HelperMessage& message);
    static Outcomes with_own_first(const Helper& helper, Outcomes outcomes);
    bool spawn(const sim::report::ProcessSetup& process);
    void touch_text(const Helper& child);
    bool lower_mmap_top(Helper& helper, std::uint64_t top);
    Helper& add(sim::Pid pid, Descriptor socket);
    void settle(Outcomes& outcomes);
    bool quiet(Helper& helper, Outcomes& outcomes);
    void take_reply(Helper& helper, Outcomes& outcomes);
    void note_death(Helper& helper);
    void reap();

    SandboxIdentity identity_;
    sim::report::Setup setup_;
    Descriptor image_;                   // the helper's program
    std::array<Descriptor, 2> console_;  // files in memory behind descriptors 1 and 2: writing to them never waits
    std::map<sim::Pid, Helper> helpers_;
};

}  // namespace app::host
