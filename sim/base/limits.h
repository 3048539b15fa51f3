// Every constant of the simulated machine once: sizes, address-space layout, System V constants.
// Sources: linux/shm.h, linux/ipc.h, asm/shmparam.h, arch/x86 mm; values as on x86-64.
#pragma once

#include <cstdint>

namespace sim {

inline constexpr std::uint64_t kPageShift = 12;
inline constexpr std::uint64_t kPageSize = 1ull << kPageShift;  // bytes
inline constexpr std::uint64_t kPageMask = kPageSize - 1;

// Pages that hold `bytes` bytes, rounded up. Overflows for bytes > 2^64 - 4096: check first.
constexpr std::uint64_t pages_for(std::uint64_t bytes) {
    return (bytes + kPageMask) >> kPageShift;
}
constexpr std::uint64_t page_round_up(std::uint64_t bytes) {
    return (bytes + kPageMask) & ~kPageMask;
}

// Address-space layout of a position-independent program without randomisation (setarch -R).
inline constexpr std::uint64_t kTextBase = 0x5555'5555'4000;
inline constexpr std::uint64_t kStackTop = 0x7fff'ffff'f000;  // exclusive
inline constexpr std::uint64_t kMmapTop = 0x7fff'f7ff'8000;   // mappings grow down from here
inline constexpr std::uint64_t kMmapBase = 0x7fff'f7ff'f000;  // up to here the vdso and its data lie
inline constexpr std::uint64_t kUserTop = 0x7fff'ffff'f000;   // TASK_SIZE of x86-64, 47 bits
inline constexpr std::uint64_t kMmapMinAddr = 65536;          // vm.mmap_min_addr
inline constexpr std::uint64_t kStackLimit = 8ull << 20;      // RLIMIT_STACK, bytes

// Machine sizes. A scenario may set frames anywhere in [kMinFrames, kMaxFrames].
inline constexpr std::uint32_t kDefaultFrames = 262'144;  // 1 GiB
inline constexpr std::uint32_t kMinFrames = 16;
inline constexpr std::uint32_t kMaxFrames = 4'194'304;  // 16 GiB
inline constexpr std::uint32_t kKernelFrames = 3;       // frames the kernel keeps for itself

// Processes alive at once; fork beyond it is EAGAIN (RLIMIT_NPROC).
inline constexpr std::uint32_t kMaxTasks = 1024;
// Areas of one address space; more is ENOMEM (vm.max_map_count).
inline constexpr std::uint32_t kMaxAreas = 65'530;

// System V IPC (linux/ipc.h, linux/shm.h).
inline constexpr int kIpcCreat = 01000;
inline constexpr int kIpcExcl = 02000;
inline constexpr int kIpcRmid = 0;
inline constexpr int kIpcSet = 1;
inline constexpr int kIpcStat = 2;
inline constexpr int kIpcInfo = 3;
inline constexpr int kShmLock = 11;
inline constexpr int kShmUnlock = 12;
inline constexpr int kShmStat = 13;
inline constexpr int kShmInfo = 14;
inline constexpr int kShmStatAny = 15;
inline constexpr int kShmRdonly = 010000;
inline constexpr int kShmRnd = 020000;
inline constexpr int kShmRemap = 040000;
inline constexpr int kShmExec = 0100000;
inline constexpr int kShmHugetlb = 04000;
inline constexpr int kShmNoreserve = 010000;
inline constexpr int kShmDest = 01000;    // mode bit: destroyed at the last detach
inline constexpr int kShmLocked = 02000;  // mode bit: pages may not be swapped
inline constexpr std::uint64_t kShmlba = kPageSize;
inline constexpr std::uint64_t kShmMin = 1;                               // bytes
inline constexpr std::uint64_t kShmMaxDefault = 18446744073692774399ull;  // bytes
inline constexpr std::uint64_t kShmAllDefault = 18446744073692774399ull;  // pages
inline constexpr std::uint32_t kShmMniDefault = 4096;                     // segments
inline constexpr std::uint32_t kIpcMni = 32'768;                          // indices of one IPC kind
inline constexpr std::uint32_t kIpcMinCycle = 64;

// System V semaphores and message queues: linux/sem.h, linux/msg.h, their defaults.
inline constexpr int kIpcNowait = 04000;
inline constexpr std::uint32_t kSemMslDefault = 32'000;         // semaphores of one set
inline constexpr std::uint32_t kSemMnsDefault = 1'024'000'000;  // of all sets
inline constexpr std::uint32_t kSemOpmDefault = 500;            // operations of one semop
inline constexpr std::uint32_t kSemMniDefault = 32'000;         // sets
inline constexpr std::uint32_t kSemValueMax = 32'767;           // SEMVMX
inline constexpr std::uint32_t kMsgMniDefault = 32'000;         // queues
inline constexpr std::uint32_t kMsgMaxDefault = 8'192;          // bytes of one message
inline constexpr std::uint32_t kMsgMnbDefault = 16'384;         // bytes of one queue

// Files.
inline constexpr std::uint64_t kPipeCapacity = 65'536;  // bytes
inline constexpr std::uint64_t kPipeBuf = 4'096;        // bytes written as one: PIPE_BUF
inline constexpr std::uint64_t kNameMax = 255;          // bytes of one name
inline constexpr std::uint64_t kPathMax = 4'096;        // bytes of a path with its final 0

// Swap space a scenario may give its machine, pages.
inline constexpr std::uint32_t kMaxSwap = 4'194'304;
inline constexpr std::uint32_t kMaxCpus = 4;
// RLIMIT_MEMLOCK of an ordinary user, bytes.
inline constexpr std::uint64_t kMemlockDefault = 8ull << 20;

// A line step yields after this many instructions, so that `while (!flag);` gives way.
inline constexpr std::uint64_t kLineStepInstructions = 10'000;

}  // namespace sim
