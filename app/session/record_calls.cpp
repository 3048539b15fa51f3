#include "app/session/record_calls.h"

#include <algorithm>
#include <iterator>

namespace app::session {
namespace {

constexpr BufferArgument fixed(int argument, std::uint32_t bytes) {
    return {argument, BufferSize::fixed, bytes, 0};
}
constexpr BufferArgument text(int argument) {
    return {argument, BufferSize::text, 0, 0};
}
constexpr BufferArgument counted(int argument, std::uint32_t bytes, int count) {
    return {argument, BufferSize::counted, bytes, count};
}
constexpr BufferArgument message(int argument, int count) {
    return {argument, BufferSize::message, 1, count};
}

// By number, as on x86-64.
constexpr FollowedCall kFollowed[] = {
    {0, 0, counted(1, 1, 2), -1},     // read
    {1, 0, counted(1, 1, 2), -1},     // write
    {3, -1, {}, -1},                  // close
    {5, 0, fixed(1, 144), -1},        // fstat
    {8, 0, {}, -1},                   // lseek
    {9, 4, {}, -1},                   // mmap
    {10, -1, {}, -1},                 // mprotect
    {11, -1, {}, -1},                 // munmap
    {17, 0, counted(1, 1, 2), -1},    // pread64
    {18, 0, counted(1, 1, 2), -1},    // pwrite64
    {22, -1, fixed(0, 8), -1},        // pipe
    {25, -1, {}, -1},                 // mremap
    {26, -1, {}, -1},                 // msync
    {28, -1, {}, -1},                 // madvise
    {29, -1, {}, -1},                 // shmget
    {30, -1, {}, -1},                 // shmat
    {31, -1, fixed(2, 112), -1},      // shmctl
    {32, -1, {}, -1},                 // dup
    {33, -1, {}, -1},                 // dup2
    {39, -1, {}, -1},                 // getpid
    {53, -1, fixed(3, 8), -1},        // socketpair
    {57, -1, {}, -1},                 // fork
    {61, -1, fixed(1, 4), 3},         // wait4
    {62, -1, {}, -1},                 // kill
    {64, -1, {}, -1},                 // semget
    {65, -1, counted(1, 6, 2), -1},   // semop: struct sembuf
    {66, -1, fixed(3, 512), -1},      // semctl
    {67, -1, {}, -1},                 // shmdt
    {68, -1, {}, -1},                 // msgget
    {69, -1, message(1, 2), -1},      // msgsnd
    {70, -1, message(1, 2), -1},      // msgrcv
    {71, -1, fixed(2, 120), -1},      // msgctl
    {72, 0, {}, -1},                  // fcntl: F_SETFL
    {73, 0, {}, -1},                  // flock
    {76, -1, text(0), -1},            // truncate
    {77, 0, {}, -1},                  // ftruncate
    {87, -1, text(0), -1},            // unlink
    {90, -1, text(0), -1},            // chmod
    {91, 0, {}, -1},                  // fchmod
    {92, -1, text(0), -1},            // chown
    {93, 0, {}, -1},                  // fchown
    {95, -1, {}, -1},                 // umask
    {102, -1, {}, -1},                // getuid
    {104, -1, {}, -1},                // getgid
    {105, -1, {}, -1},                // setuid
    {106, -1, {}, -1},                // setgid
    {107, -1, {}, -1},                // geteuid
    {108, -1, {}, -1},                // getegid
    {110, -1, {}, -1},                // getppid
    {113, -1, {}, -1},                // setreuid
    {114, -1, {}, -1},                // setregid
    {116, -1, counted(1, 4, 0), -1},  // setgroups
    {117, -1, {}, -1},                // setresuid
    {119, -1, {}, -1},                // setresgid
    {149, -1, {}, -1},                // mlock
    {150, -1, {}, -1},                // munlock
    {220, -1, counted(1, 6, 2), 3},   // semtimedop
    {231, -1, {}, -1},                // exit_group
    {247, -1, {}, 2},                 // waitid
    {285, 0, {}, -1},                 // fallocate
    {292, -1, {}, -1},                // dup3
    {293, -1, fixed(0, 8), -1},       // pipe2
    {325, -1, {}, -1},                // mlock2
};

// Calls that only ask (stat, lstat, access, mincore, getitimer, uname, getcwd, readlink, getrlimit, getrusage, sysinfo,
// times, getpgrp, getgroups, getresuid, getresgid, getpgid, getsid, capget, rt_sigpending, gettid, sched_getaffinity,
// newfstatat, readlinkat, faccessat, getrandom, getcpu, faccessat2), sleep or wait (poll, select, sched_yield, pause,
// nanosleep, futex, clock_nanosleep, pselect6, ppoll), tell the time (gettimeofday, time, clock_gettime, clock_getres),
// or concern the process alone (brk, ioctl, fsync, fdatasync, sigaltstack, set_tid_address).
constexpr std::uint32_t kMeaningless[] = {4,   6,   7,   12,  16,  21,  23,  24,  27,  34,  35,  36,
                                          63,  74,  75,  79,  89,  96,  97,  98,  99,  100, 111, 115,
                                          118, 120, 121, 124, 125, 127, 131, 186, 201, 202, 204, 218,
                                          228, 229, 230, 262, 267, 269, 270, 271, 309, 318, 439};

}  // namespace

const FollowedCall* find_followed(std::uint32_t number) {
    const auto found = std::lower_bound(std::begin(kFollowed), std::end(kFollowed), number,
                                        [](const FollowedCall& call, std::uint32_t n) { return call.number < n; });
    return found != std::end(kFollowed) && found->number == number ? found : nullptr;
}

bool means_nothing_elsewhere(std::uint32_t number) {
    return std::find(std::begin(kMeaningless), std::end(kMeaningless), number) != std::end(kMeaningless);
}

}  // namespace app::session
