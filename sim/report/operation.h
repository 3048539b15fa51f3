// Operations: what a process is told to do by hand, on the simulated kernel and on a real one alike.
//
// A sequence of them is a program without a program: every system call and every access is one operation of one
// process, with absolute addresses. Both kernels start from the same `Setup`, with processes whose address spaces are
// alike, so pids, ids and addresses of the two runs are equal as long as the kernels agree:
//
//   kTextBase   one page      r-xp   the process's own
//   kScratch    1 MiB + ...   rw-p   the process's own: payloads of calls lie here
//   kMmapTop    mappings grow down from here
//   kStackTop   stack
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/errno.h"
#include "sim/base/ids.h"
#include "sim/base/limits.h"

namespace sim::report {

inline constexpr std::uint64_t kScratch = kTextBase + kPageSize;
inline constexpr std::uint64_t kScratchBytes = (1ull << 20) + 16 * kPageSize;

struct ProcessSetup {
    Uid uid{1000};
    Gid gid{1000};
    std::vector<Gid> groups;            // supplementary
    std::uint64_t mmap_top = kMmapTop;  // its mappings grow down from here; the simulated machine decides
};

// The machine both kernels start as.
struct Setup {
    std::int32_t first_pid = 2;  // of processes[0]; pids ascend from it
    std::vector<ProcessSetup> processes;
    std::uint32_t frames = kDefaultFrames;  // of the simulated machine
    std::int32_t first_shmid = 0;
    bool spread_layout = false;  // as sim::machine::MachineConfig has it, with `seed`
    std::uint64_t seed = 1;
    std::uint64_t shmmni = kShmMniDefault;
    std::uint64_t shmmax = kShmMaxDefault;
    std::uint64_t shmall = kShmAllDefault;
    bool shm_rmid_forced = false;
    std::uint32_t semmsl = kSemMslDefault;
    std::uint32_t semmns = kSemMnsDefault;
    std::uint32_t semopm = kSemOpmDefault;
    std::uint32_t semmni = kSemMniDefault;
    std::uint32_t msgmni = kMsgMniDefault;
    std::uint32_t msgmax = kMsgMaxDefault;
    std::uint32_t msgmnb = kMsgMnbDefault;
};

// Of a system call, as in its registers.
using CallArguments = std::array<std::uint64_t, 6>;

struct Operation {
    enum class Kind : std::uint8_t {
        call,   // a system call
        load,   // address, size (1, 2, 4 or 8)
        store,  // address, size, value
    };
    Pid pid;  // which process does it
    Kind kind = Kind::call;
    std::uint32_t number = 0;  // of a call, as on x86-64
    CallArguments args{};
    std::string input;         // put at kScratch before
    std::uint32_t output = 0;  // bytes read back from kScratch afterwards; at most kScratchBytes
};

inline Operation call_of(Pid pid, std::uint32_t number, const CallArguments& args, std::string input = {}) {
    Operation operation;
    operation.pid = pid;
    operation.number = number;
    operation.args = args;
    operation.input = std::move(input);
    return operation;
}

// Of a load no value is given: which it gives is found out.
inline Operation access_of(Pid pid, Operation::Kind kind, std::uint64_t address, std::uint64_t size,
                           std::uint64_t value) {
    Operation operation;
    operation.pid = pid;
    operation.kind = kind;
    operation.args = {address, size, kind == Operation::Kind::store ? value : 0};
    return operation;
}

// Accesses of one process, one after the other: many at the cost of one operation. They end early at a load that gives
// another value than the one expected.
struct Access {
    bool store = false;
    bool own = false;        // to a program's own memory: only the real kernel's process has it
    std::uint32_t size = 0;  // 1, 2, 4 or 8
    std::uint64_t address = 0;
    std::uint64_t value = 0;  // to store, or expected
};
struct Accesses {
    Pid pid;
    std::vector<Access> list;
};

// How an operation ended, or a call that an earlier operation left blocked.
struct Outcome {
    enum class End : std::uint8_t { returned, blocked, gone };
    Pid pid;
    End end = End::returned;
    std::int64_t result = 0;  // of a call: value or -errno; of a load: the value; of accesses: how many were done
    std::string output;       // of accesses: the 8 bytes the last one loaded when other bytes were expected
    // A fault that killed the process.
    int signal = 0, si_code = 0;
    std::uint64_t fault_address = 0;
    std::uint64_t minor_faults = 0;  // of a load or store, or of accesses together that are not `own`
};

}  // namespace sim::report
