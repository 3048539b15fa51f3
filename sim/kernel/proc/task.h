// A task: one process with one thread. Everything it is between two steps.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "sim/base/ids.h"
#include "sim/hw/cpu.h"
#include "sim/kernel/fs/open_files.h"
#include "sim/kernel/ipc/permission.h"
#include "sim/kernel/mm/address_space.h"
#include "sim/report/rows.h"

namespace sim::kernel {

enum class WaitKind : std::uint8_t { none, child, input, sleep, signal };

// What a blocked call waits for. Its arguments are still in the task's registers: the call is made again when the
// wait is over, and then completes.
struct Wait {
    WaitKind kind = WaitKind::none;
    std::int32_t child = -1;    // child: pid asked for, as wait4(2) reads it
    int fd = 0;                 // input
    std::int64_t deadline = 0;  // sleep: nanoseconds of the machine's clock
};

struct Task {
    Pid pid, ppid;
    std::string name;  // "producer"; its children by fork are "producer/1", "producer/2" …
    Credentials credentials;
    ProgramId program;
    hw::CpuContext context;  // while the task runs, the CPU's is the true one (Kernel::running)
    MmId mm = kNoMm;         // kNoMm once the address space is gone
    Descriptors descriptors;
    report::TaskState state = report::TaskState::ready;
    Wait wait;             // of a blocked task; a call made again finds it here
    bool started = false;  // it has begun a statement of main
    int status = 0;        // of a zombie or an ended task: as wait(2) encodes it
    int si_code = 0;       // of the signal that killed it
    VirtAddr si_addr;
    std::uint64_t minor_faults = 0;  // at the end of its life; before, the address space counts
    std::uint64_t instructions = 0;  // executed so far: its CPU time
    std::uint32_t forks = 0;         // children made so far
    std::uint32_t run = 0;           // which run of the machine started it
    // The last call that failed because this machine has not got what Linux has; for telling, the run never asks.
    std::optional<std::uint32_t> unsupported_call;

    bool alive() const { return state != report::TaskState::zombie && state != report::TaskState::ended; }
};
using TaskPtr = std::shared_ptr<Task>;
std::uint64_t state_hash(const TaskPtr& task);

}  // namespace sim::kernel
