// The same operations on the simulated and on the real kernel, observed after each one, and every difference.
//
//   Comparer comparer(setup, *real);
//   for (const Operation& operation : operations) comparer.perform(operation);
//   comparer.result().differences …
//
// What is compared: result, errno, output bytes, how a call or an access ended (blocked, killed by which signal with
// which si_code); then the whole state: segments as /proc/sysvipc/shm has them, semaphore sets, message queues,
// objects, and of each process its state, credentials, areas, present pages, which pages share a frame, RssShmem. Times
// are compared with the wall clock around the operation that set them on the simulated side.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "app/host/real_kernel.h"
#include "app/session/selection.h"
#include "sim/machine/operate.h"
#include "sim/report/operation.h"

namespace app::session {

struct Difference {
    std::size_t operation = 0;  // from 0
    std::string what;           // "result", "segment 0: nattch", "process 3: areas"
    std::string simulated, real;
    Selection where;  // the row it is in; kind none: what a call returned, or a table as a whole
    sim::Pid pid;     // whose; kNoPid: nobody's
};

struct CompareResult {
    std::vector<Difference> differences;
    std::uint64_t checked = 0;                       // observations compared
    std::map<std::string, std::uint64_t> unchecked;  // what could not be: how many observations
    std::size_t operations = 0;                      // performed
    std::string failure;                             // not empty: the real kernel could not be asked
};

class Comparer {
public:
    Comparer(const sim::report::Setup& setup, host::RealKernel& real);

    // False when the real kernel is lost, or the operation is nothing either kernel could do (a process that sleeps or
    // does not exist): it is left out then.
    bool perform(const sim::report::Operation& operation, const std::optional<host::Arguments>& in_place = {});
    // The same for many accesses; the state is compared once, behind the last. What loads should give is found out, but
    // of a program's own memory (Access::own), which is not looked at either.
    bool perform(sim::report::Accesses accesses);
    // A call about a program's own memory, which the real kernel alone makes: it must give that result. False: lost.
    bool perform_own(const sim::report::Operation& call, const host::Arguments& args, std::int64_t result);
    // The rows of the real kernel as they are now. False: lost.
    bool look();
    // sim::machine::ByHand::run_again() and start_command() on both kernels. False when one cannot.
    bool run_again();
    bool start_command();

    const CompareResult& result() const { return result_; }
    CompareResult& result() { return result_; }
    const sim::machine::ByHand& simulated() const { return simulated_; }
    // What was seen of the real kernel after the last operation.
    const host::Observation& real() const { return seen_; }
    // Operations neither kernel did because this host's sandbox has one user.
    std::uint64_t left_out() const { return left_out_; }

private:
    bool keep(std::optional<host::Observation> observation, std::size_t operations);
    void compare_states();
    void accept_stops(const std::vector<sim::report::Outcome>& simulated);
    std::vector<sim::report::Outcome> simulate(sim::report::Accesses& accesses, std::uint64_t& minor_faults);
    void compare_accesses(const sim::report::Accesses& accesses, const std::vector<sim::report::Outcome>& simulated,
                          std::uint64_t minor_faults);
    void remember_blocked(const sim::report::Operation& operation, const std::vector<sim::report::Outcome>& outcomes);

    sim::machine::ByHand simulated_;
    host::RealKernel& real_;
    host::Observation seen_;
    CompareResult result_;
    std::vector<std::int64_t> before_, after_;            // the wall clock around each operation; 0: before the first
    std::map<sim::Pid, sim::report::Operation> blocked_;  // whose calls have not ended
    std::uint64_t known_capabilities_ = 0;                // that root has in the sandbox
    std::uint64_t left_out_ = 0;
    std::set<sim::Pid> stopped_;  // in a call that will end when they go on
};

sim::report::Operation operation_of(sim::Pid pid, const sim::report::Access& access);

// The setup with what the simulated machine decides: where each process's mappings begin.
sim::report::Setup with_layout(sim::report::Setup setup);

// All of them, up to `most` operations that differ.
CompareResult compare(const sim::report::Setup& setup, std::span<const sim::report::Operation> operations,
                      std::size_t most = ~std::size_t{0});

}  // namespace app::session
