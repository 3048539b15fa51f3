// What the parts of the operation recorder share.
#pragma once

#include <cstdint>

namespace app::session {

// As on x86-64.
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

}  // namespace app::session
