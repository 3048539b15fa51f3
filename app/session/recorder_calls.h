// What the parts of the operation recorder share: numbers of system calls as on x86-64, and operations made of them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "app/host/real_kernel.h"
#include "sim/report/operation.h"

namespace app::session {

enum CallNumber : std::uint32_t {
    kWrite = 1,
    kOpen = 2,
    kMmap = 9,
    kMprotect = 10,
    kMunmap = 11,
    kBrk = 12,
    kSigaction = 13,
    kSigprocmask = 14,
    kMremap = 25,
    kMsync = 26,
    kMadvise = 28,
    kShmat = 30,
    kFork = 57,
    kVfork = 58,
    kExecve = 59,
    kExit = 60,
    kWait4 = 61,
    kKill = 62,
    kFcntl = 72,
    kRename = 82,
    kCreat = 85,
    kLink = 86,
    kUnlink = 87,
    kMlock = 149,
    kMunlock = 150,
    kExitGroup = 231,
    kTgkill = 234,
    kWaitid = 247,
    kOpenat = 257,
    kUnlinkat = 263,
    kMemfdCreate = 319,
    kMlock2 = 325,
};
inline constexpr std::uint64_t kMapAnonymous = 0x20;
inline constexpr std::uint32_t kMostBytes = 1u << 20;  // of one buffer

inline sim::report::Operation call_of(sim::Pid pid, std::uint32_t number, const host::Arguments& args,
                                      std::string input = {}) {
    sim::report::Operation operation;
    operation.pid = pid;
    operation.number = number;
    operation.args = args;
    operation.input = std::move(input);
    return operation;
}

// Of a load no value is given: which it gives is found out.
inline sim::report::Operation access_of(sim::Pid pid, sim::report::Operation::Kind kind, std::uint64_t address,
                                        std::uint64_t size, std::uint64_t value) {
    sim::report::Operation operation;
    operation.pid = pid;
    operation.kind = kind;
    operation.args = {address, size, kind == sim::report::Operation::Kind::store ? value : 0};
    return operation;
}

}  // namespace app::session
