// The real kernel, observed as the simulated one is: the same operations in, the same rows out.
//
//   RealKernel ── socket ──► sandbox, process 1 of its own PID, IPC and mount namespace
//                              │ one socket each              reads /proc: /proc/sysvipc, maps, pagemap, status
//                              └──► helper … helper           one small process for every simulated process
//
// A sandbox begins empty: no segment, no object in /dev/shm, pids as the setup says. It ends with the RealKernel, and
// with the process that holds it however that ends: nothing stays behind. The host is never touched.
//
// Only Linux has one. What this host does not let us see is listed in not_checked(); its rows are then left empty.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/report/operation.h"
#include "sim/report/rows.h"

namespace app::host {

// The result of a process that is gone when nobody could see its status: its parent took it at once. Its row has
// neither exit_status nor signal then.
inline constexpr std::int64_t kStatusUnknown = -1;

// What an operation came to, and everything visible after it.
struct Observation {
    std::vector<sim::report::Outcome> outcomes;  // as sim::machine::ByHand::perform() gives them
    // Segments, semaphore sets, queues, objects, and for each process: state, credentials, areas that are not the
    // helper's own, their present pages.
    sim::report::State state;
    std::int64_t before = 0, after = 0;  // seconds of the wall clock around the operation
};

// What a host may not let us see or do.
struct Abilities {
    bool several_uids = false;  // processes may have any uid
    bool frames = false;        // which frame a page is in
};

class RealKernel {
public:
    // Starts a sandbox with the processes of `setup`. nullptr with the reason when this host cannot.
    static std::unique_ptr<RealKernel> start(const sim::report::Setup& setup, std::string& why_not);
    ~RealKernel();
    RealKernel(const RealKernel&) = delete;

    // nullopt when the sandbox is lost.
    std::optional<Observation> perform(const sim::report::Operation& operation);
    // The state before the first operation.
    const Observation& initial() const { return initial_; }
    const Abilities& abilities() const { return abilities_; }

private:
    RealKernel() = default;

    int socket_ = -1;
    int sandbox_ = -1;  // its pid here
    Observation initial_;
    Abilities abilities_;
};

}  // namespace app::host
