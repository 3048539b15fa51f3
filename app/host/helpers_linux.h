// The helper processes of a sandbox: told what to do, and waited for until nobody moves any more.
//
// Whether a call is blocked is not guessed from time passing: /proc/PID/stat says the helper sleeps while its answer is
// outstanding. An operation is over when every helper sleeps (in its call, or waiting for the next request) or is dead.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/host/files_linux.h"
#include "app/host/helper/protocol.h"
#include "app/host/sandbox_linux.h"

namespace app::host {

struct Helper {
    sim::Pid pid, ppid;
    Descriptor socket;
    Descriptor stat, call, status, maps, pagemap;  // of /proc/PID; call is its file `syscall`
    bool busy = false;                             // its answer to a request is outstanding
    std::uint32_t output = 0;                      // bytes wanted back
    sim::report::TaskState state = sim::report::TaskState::ready;
    std::optional<int> wait_status;    // of a zombie or an ended one; none: its parent took it before we looked
    std::optional<HelperReply> fault;  // what it told before it died

    bool alive() const { return state != sim::report::TaskState::zombie && state != sim::report::TaskState::ended; }
};

class Helpers {
public:
    explicit Helpers(const SandboxIdentity& identity) : identity_(identity) {}

    // Starts those of the setup. What went wrong; empty: nothing.
    std::string start(const sim::report::Setup& setup);
    // As sim::machine::ByHand::perform().
    std::vector<sim::report::Outcome> perform(const sim::report::Operation& operation);

    const std::map<sim::Pid, Helper>& all() const { return helpers_; }

private:
    using Outcomes = std::vector<sim::report::Outcome>;

    bool spawn(const sim::report::ProcessSetup& process);
    bool lower_mmap_top(Helper& helper, std::uint64_t top);
    Helper& add(sim::Pid pid, Descriptor socket);
    void send(Helper& helper, const sim::report::Operation& operation, int child_socket);
    void settle(Outcomes& outcomes);
    bool quiet(Helper& helper, Outcomes& outcomes);
    void take_reply(Helper& helper, Outcomes& outcomes);
    void note_death(Helper& helper);
    void reap();

    SandboxIdentity identity_;
    Descriptor image_;  // the helper's program
    std::map<sim::Pid, Helper> helpers_;
};

}  // namespace app::host
