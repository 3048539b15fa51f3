// The machine: hardware, kernel and the programs it may run. "Do one step", and look.
//
//     Machine machine(config, programs);
//     while (auto pid = machine.next_task()) machine.step(*pid, StepUnit::line, nullptr);
//     report::State state = machine.observe();
//
// Copying a Machine is taking a snapshot: it is a value, microseconds large.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/limits.h"
#include "sim/hw/cpu.h"
#include "sim/hw/hardware.h"
#include "sim/hw/image.h"
#include "sim/kernel/kernel.h"
#include "sim/report/event.h"
#include "sim/report/operation.h"
#include "sim/report/rows.h"

namespace sim::machine {

// A process of the scenario, started at every run.
struct ProcessSpec {
    std::string name;               // "producer"
    std::uint32_t program = 0;      // index into the ProgramSet
    std::vector<std::string> args;  // argv[1..]; argv[0] is the name
    std::string stdin_text;
    Uid uid{1000};
    Gid gid{1000};
    std::vector<Gid> groups{};  // supplementary
};

struct MachineConfig {
    std::uint32_t frames = kDefaultFrames;
    std::uint32_t cpus = 1;                   // 1..kMaxCpus
    std::uint32_t swap = 0;                   // pages of swap space
    int overcommit = 0;                       // vm.overcommit_memory: 0 heuristic, 1 always, 2 never
    std::uint64_t memlock = kMemlockDefault;  // RLIMIT_MEMLOCK the processes start with, bytes
    std::uint64_t shmmni = kShmMniDefault;
    std::uint64_t shmmax = kShmMaxDefault;
    std::uint64_t shmall = kShmAllDefault;
    bool shm_rmid_forced = false;
    std::uint32_t semmsl = kSemMslDefault;  // kernel.sem of sysctl
    std::uint32_t semmns = kSemMnsDefault;
    std::uint32_t semopm = kSemOpmDefault;
    std::uint32_t semmni = kSemMniDefault;
    std::uint32_t msgmni = kMsgMniDefault;
    std::uint32_t msgmax = kMsgMaxDefault;  // bytes
    std::uint32_t msgmnb = kMsgMnbDefault;  // bytes
    std::int32_t first_shmid = 0;
    std::int32_t first_pid = 201;
    bool spread_layout = false;      // each process maps at another address, by seed
    std::uint64_t seed = 1;          // spread layout, order of frames
    bool stdout_is_terminal = true;  // fd 1: line buffering in the C library
    std::vector<ProcessSpec> processes;
};

using ProgramSet = std::vector<std::shared_ptr<const hw::Image>>;
using ProgramSetPtr = std::shared_ptr<const ProgramSet>;

enum class StepUnit : std::uint8_t { line, access };

struct World;  // world.h: what running a task changes

class Machine {
public:
    // Boots the machine and starts the first run: every process stands before the first statement of main.
    Machine(const MachineConfig& config, ProgramSetPtr programs);

    // Runs one task by one unit. The task must be runnable. A step always ends: after kLineStepInstructions at the
    // latest. In builds with SHMSCOPE_CHECK_INVARIANTS the invariants are checked after it (after one step in 64 when
    // many frames or areas are in use), and a broken one ends the program with a message.
    void step(Pid pid, StepUnit unit, report::Sink* sink);

    // One call or access made by hand, as `operation.pid`, and what it and the sleepers it woke came to: the
    // operation's own outcome first, then others by pid (operate.cpp). Empty when that task does not exist, sleeps or
    // has ended. The clock moves on by a second.
    std::vector<report::Outcome> operate(const report::Operation& operation, report::Sink* sink);

    // Whether the task can take a step now (a blocked task whose wait is over can).
    bool runnable(Pid pid) const;
    // The next runnable task after the one that ran last, in turn; nullopt when no task can proceed.
    std::optional<Pid> next_task() const;
    // The same, but as if `after` had run last.
    std::optional<Pid> next_task_after(Pid after) const;
    // No task can proceed: all have ended, or those left wait for ever (or for input).
    bool ended() const { return !next_task().has_value(); }
    // Some task waits for typed input.
    bool waiting_for_input() const;

    // Starts the configured processes anew on the same machine: what was left behind is met again.
    // Only when ended(); tasks still blocked are killed first.
    void run_again(report::Sink* sink);
    // Typed bytes arrive at the console (fd 0 of all processes); empty with `end` true: end of file.
    void type(std::string_view bytes, bool end, report::Sink* sink);

    // Starts /bin/sh -c `command` as the first process's user, as if that was typed at the console. False when the
    // machine has no shell among its programs, or no room for a process.
    bool start_command(std::string_view command, report::Sink* sink);

    // pid of the process `name` ("producer") of the latest run; "producer/1" is its first child by fork.
    std::optional<Pid> find_process(std::string_view name) const;

    // Everything an observer may see. Cost grows with what is in use, not with the size of the machine.
    report::State observe() const;
    // The 4096 bytes of a frame (pfn < frames).
    std::span<const std::uint8_t, kPageSize> frame_bytes(Pfn pfn) const;
    // Bytes at a process's address without faulting or changing anything; shorter when pages are absent.
    std::vector<std::uint8_t> peek(Pid pid, VirtAddr address, std::size_t size) const;
    // The text of a file below /proc as process `self` finds it: "sysvipc/shm", "self/maps", "201/status"; nullopt:
    // there is none.
    std::optional<std::string> proc_text(std::string_view path, Pid self) const;
    // Everything written to fd 1 and 2 so far, in order.
    const kernel::OutputLog& output() const { return kernel_.output; }

    // Instructions executed since boot, all tasks.
    std::uint64_t instructions() const { return kernel_.instructions; }
    // Hash of the whole state, exact: equal states, equal hashes.
    std::uint64_t hash() const;
    // Walks everything; returns a description of every broken invariant, empty when all hold.
    std::vector<std::string> broken_invariants() const;

    const MachineConfig& config() const { return *config_; }
    const ProgramSet& programs() const { return *programs_; }
    const kernel::Kernel& kernel() const { return kernel_; }
    const hw::Hardware& hardware() const { return hardware_; }

private:
    World world(report::Sink* sink);
    // In builds that check invariants: a broken one ends the program.
    void insist() const;

    std::shared_ptr<const MachineConfig> config_;
    ProgramSetPtr programs_;
    hw::Hardware hardware_;
    kernel::Kernel kernel_;
};

}  // namespace sim::machine
