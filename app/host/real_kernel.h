// The real kernel, observed as the simulated one is: the same operations in, the same rows out.
//
//   RealKernel ── socket ──► sandbox, process 1 of its own PID, IPC and mount namespace; its parent, the keeper, waits
//                              │ one socket each              reads /proc: /proc/sysvipc, maps, pagemap, status
//                              └──► helper … helper           one small process for every simulated process
//
// A sandbox begins empty: no segment, no object in /dev/shm, pids as the setup says. It ends with the RealKernel, and
// with the process that holds it however that ends: nothing stays behind. The host is never touched. The thread that
// starts one must outlive it: the sandbox dies with that thread.
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

// Bytes written to descriptor 1 or 2 of a process, as it was started.
struct ConsoleChunk {
    int fd = 1;
    std::string bytes;
};

// Two present pages that are one page of one segment or object, and hold different bytes: one kernel is broken, or we.
struct UnequalPages {
    sim::Pid pid, other_pid;
    sim::VirtAddr page, other_page;
};

// A program's own memory, as it is after exec: the process it is made for has it at the same addresses.
//
//   kTextBase … data     r-xp  the program's file, all pages present
//   data … heap          rw-p  nothing until it is put there; the heap begins behind it, and brk(2) moves its end
//   stack … kStackTop    rw-p  grows down
struct OwnMemory {
    sim::Pid pid;
    std::uint32_t program = 0;  // processes of the same one share the pages of its file
    sim::VirtAddr data, heap, stack;
    std::string text;  // what is in the file

    struct Piece {
        sim::VirtAddr at;
        std::string bytes;
    };
    std::vector<Piece> pieces;  // what is there: the arguments on the stack
};

using Arguments = sim::report::CallArguments;

// What an operation came to, and everything visible after it.
struct Observation {
    std::vector<sim::report::Outcome> outcomes;  // as sim::machine::ByHand::perform() gives them
    // Everything /proc shows: limits and usage, segments, semaphore sets, queues, objects, frames our processes map,
    // and for each process: state, credentials, areas that are not the helper's own, their present pages. Empty when
    // not asked for.
    sim::report::State state;
    std::int64_t before = 0, after = 0;  // seconds of the wall clock around the operation
    std::vector<ConsoleChunk> console;
    // Where frame numbers are hidden, pages that must be the same one are read and compared.
    std::uint64_t contents_compared = 0;
    std::vector<UnequalPages> unequal;
};

// What a host may not let us see or do.
struct Abilities {
    bool several_uids = false;  // processes may have any uid
    bool frames = false;        // which frame a page is in; else State names frames 1, 2, 3 … as they are met
    bool frame_counts = false;  // how often a frame is mapped; else it is counted from our own processes
};

class RealKernel {
public:
    // Starts a sandbox with the processes of `setup`. nullptr with the reason when this host cannot.
    static std::unique_ptr<RealKernel> start(const sim::report::Setup& setup, std::string& why_not);
    ~RealKernel();
    RealKernel(const RealKernel&) = delete;

    // nullopt when the sandbox is lost. Without `look` the state stays empty. With `in_place` the call is made with
    // these arguments, input is not used, and output is read from where the argument leads that was kScratch.
    std::optional<Observation> perform(const sim::report::Operation& operation, bool look = true,
                                       const std::optional<Arguments>& in_place = {});
    std::optional<Observation> perform(const sim::report::Accesses& accesses, bool look);
    // Gives a process its program's own memory, in place of what operation.h says it has; a child of its inherits it,
    // exec takes it away. False: it could not be made.
    bool make_own_memory(const OwnMemory& memory);
    // Writes into a process's memory, without an access of its own. False: not all of it could be written.
    bool put(sim::Pid pid, const OwnMemory::Piece& piece);
    // The state now.
    std::optional<Observation> look();
    // As sim::machine::ByHand::run_again() and start_command(). nullopt also when a process could not be started.
    std::optional<Observation> run_again();
    std::optional<Observation> start_command();
    // The state before the first operation.
    const Observation& initial() const { return initial_; }
    const Abilities& abilities() const { return abilities_; }

private:
    RealKernel() = default;
    std::optional<Observation> ask(const std::string& request);

    int socket_ = -1;
    int keeper_ = -1;  // pid of the process that holds the sandbox
    Observation initial_;
    Abilities abilities_;
};

}  // namespace app::host
