#include "sim/kernel/sys/table.h"

#include <algorithm>
#include <array>

#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

// arch/x86/entry/syscalls/syscall_64.tbl
constexpr std::array kSyscalls{
    SyscallInfo{0, "read", 3, sys_read},
    SyscallInfo{1, "write", 3, sys_write},
    SyscallInfo{3, "close", 1, sys_close},
    SyscallInfo{4, "stat", 2, sys_stat},
    SyscallInfo{10, "mprotect", 3, sys_mprotect},
    SyscallInfo{11, "munmap", 2, sys_munmap},
    SyscallInfo{12, "brk", 1, sys_brk},
    SyscallInfo{13, "rt_sigaction", 4, sys_rt_sigaction},
    SyscallInfo{16, "ioctl", 3, sys_ioctl},
    SyscallInfo{24, "sched_yield", 0, sys_sched_yield},
    SyscallInfo{29, "shmget", 3, sys_shmget},
    SyscallInfo{30, "shmat", 3, sys_shmat},
    SyscallInfo{31, "shmctl", 3, sys_shmctl},
    SyscallInfo{32, "dup", 1, sys_dup},
    SyscallInfo{33, "dup2", 2, sys_dup2},
    SyscallInfo{34, "pause", 0, sys_pause},
    SyscallInfo{35, "nanosleep", 2, sys_nanosleep},
    SyscallInfo{39, "getpid", 0, sys_getpid},
    SyscallInfo{57, "fork", 0, sys_fork},
    SyscallInfo{60, "exit", 1, sys_exit},
    SyscallInfo{61, "wait4", 4, sys_wait4},
    SyscallInfo{62, "kill", 2, sys_kill},
    SyscallInfo{67, "shmdt", 1, sys_shmdt},
    SyscallInfo{96, "gettimeofday", 2, sys_gettimeofday},
    SyscallInfo{102, "getuid", 0, sys_getuid},
    SyscallInfo{104, "getgid", 0, sys_getgid},
    SyscallInfo{107, "geteuid", 0, sys_geteuid},
    SyscallInfo{108, "getegid", 0, sys_getegid},
    SyscallInfo{110, "getppid", 0, sys_getppid},
    SyscallInfo{186, "gettid", 0, sys_getpid},
    SyscallInfo{201, "time", 1, sys_time},
    SyscallInfo{228, "clock_gettime", 2, sys_clock_gettime},
    SyscallInfo{230, "clock_nanosleep", 4, sys_clock_nanosleep},
    SyscallInfo{231, "exit_group", 1, sys_exit},
    SyscallInfo{234, "tgkill", 3, sys_tgkill},
};

}  // namespace

std::span<const SyscallInfo> syscall_table() {
    return kSyscalls;
}

const SyscallInfo* find_syscall(std::uint32_t number) {
    const auto row =
        std::lower_bound(kSyscalls.begin(), kSyscalls.end(), number,
                         [](const SyscallInfo& info, std::uint32_t wanted) { return info.number < wanted; });
    return row != kSyscalls.end() && row->number == number ? &*row : nullptr;
}

}  // namespace sim::kernel
