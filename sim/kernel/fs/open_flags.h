// Flags of open(2) on x86-64, as OpenFile::flags keeps them.
#pragma once

#include <cstdint>

namespace sim::kernel {

inline constexpr std::uint32_t kOpenReadOnly = 0, kOpenWriteOnly = 1, kOpenReadWrite = 2, kOpenAccessMode = 3;
inline constexpr std::uint32_t kOpenCreate = 0100, kOpenExclusive = 0200, kOpenNoTerminal = 0400;
inline constexpr std::uint32_t kOpenTruncate = 01000, kOpenAppend = 02000, kOpenNonblock = 04000;
inline constexpr std::uint32_t kOpenLargeFile = 0100000, kOpenDirectory = 0200000, kOpenNoFollow = 0400000;
inline constexpr std::uint32_t kOpenCloseOnExec = 02000000, kOpenPath = 010000000, kOpenTemporary = 020000000;

// Of the flags, those of the call alone; the others are the open file's.
inline constexpr std::uint32_t kOpenOnce =
    kOpenCreate | kOpenExclusive | kOpenNoTerminal | kOpenTruncate | kOpenCloseOnExec;
// What F_SETFL may change: O_APPEND, O_NONBLOCK, O_ASYNC, O_DIRECT, O_NOATIME.
inline constexpr std::uint32_t kOpenSettable = kOpenAppend | kOpenNonblock | 020000 | 040000 | 01000000;

constexpr bool opens_to_read(std::uint32_t flags) {
    return (flags & kOpenAccessMode) == kOpenReadOnly || (flags & kOpenAccessMode) == kOpenReadWrite;
}
constexpr bool opens_to_write(std::uint32_t flags) {
    return (flags & kOpenAccessMode) == kOpenWriteOnly || (flags & kOpenAccessMode) == kOpenReadWrite;
}

}  // namespace sim::kernel
