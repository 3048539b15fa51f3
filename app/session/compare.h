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
#include <span>
#include <string>
#include <vector>

#include "app/host/real_kernel.h"
#include "sim/machine/operate.h"
#include "sim/report/operation.h"

namespace app::session {

struct Difference {
    std::size_t operation = 0;  // from 0
    std::string what;           // "result", "segment 0: nattch", "process 3: areas"
    std::string simulated, real;
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
    bool perform(const sim::report::Operation& operation);

    const CompareResult& result() const { return result_; }
    CompareResult& result() { return result_; }
    const sim::machine::ByHand& simulated() const { return simulated_; }

private:
    void remember_blocked(const sim::report::Operation& operation, const std::vector<sim::report::Outcome>& outcomes);

    sim::machine::ByHand simulated_;
    host::RealKernel& real_;
    CompareResult result_;
    std::vector<std::int64_t> before_, after_;            // the wall clock around each operation; 0: before the first
    std::map<sim::Pid, sim::report::Operation> blocked_;  // whose calls have not ended
    std::uint64_t known_capabilities_ = 0;                // that root has in the sandbox
};

// The setup with what the simulated machine decides: where each process's mappings begin.
sim::report::Setup with_layout(sim::report::Setup setup);

// All of them, up to `most` operations that differ.
CompareResult compare(const sim::report::Setup& setup, std::span<const sim::report::Operation> operations,
                      std::size_t most = ~std::size_t{0});

}  // namespace app::session
