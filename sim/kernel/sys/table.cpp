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
    SyscallInfo{2, "open", 3, sys_open},
    SyscallInfo{3, "close", 1, sys_close},
    SyscallInfo{4, "stat", 2, sys_stat},
    SyscallInfo{5, "fstat", 2, sys_fstat},
    SyscallInfo{6, "lstat", 2, sys_lstat},
    SyscallInfo{7, "poll", 3, sys_poll},
    SyscallInfo{8, "lseek", 3, sys_lseek},
    SyscallInfo{10, "mprotect", 3, sys_mprotect},
    SyscallInfo{11, "munmap", 2, sys_munmap},
    SyscallInfo{12, "brk", 1, sys_brk},
    SyscallInfo{13, "rt_sigaction", 4, sys_rt_sigaction},
    SyscallInfo{16, "ioctl", 3, sys_ioctl},
    SyscallInfo{17, "pread64", 4, sys_pread64},
    SyscallInfo{18, "pwrite64", 4, sys_pwrite64},
    SyscallInfo{19, "readv", 3, sys_readv},
    SyscallInfo{20, "writev", 3, sys_writev},
    SyscallInfo{21, "access", 2, sys_access},
    SyscallInfo{22, "pipe", 1, sys_pipe},
    SyscallInfo{23, "select", 5, sys_select},
    SyscallInfo{24, "sched_yield", 0, sys_sched_yield},
    SyscallInfo{29, "shmget", 3, sys_shmget},
    SyscallInfo{30, "shmat", 3, sys_shmat},
    SyscallInfo{31, "shmctl", 3, sys_shmctl},
    SyscallInfo{32, "dup", 1, sys_dup},
    SyscallInfo{33, "dup2", 2, sys_dup2},
    SyscallInfo{34, "pause", 0, sys_pause},
    SyscallInfo{35, "nanosleep", 2, sys_nanosleep},
    SyscallInfo{39, "getpid", 0, sys_getpid},
    SyscallInfo{44, "sendto", 6, sys_sendto},
    SyscallInfo{45, "recvfrom", 6, sys_recvfrom},
    SyscallInfo{46, "sendmsg", 3, sys_sendmsg},
    SyscallInfo{47, "recvmsg", 3, sys_recvmsg},
    SyscallInfo{48, "shutdown", 2, sys_shutdown},
    SyscallInfo{53, "socketpair", 4, sys_socketpair},
    SyscallInfo{57, "fork", 0, sys_fork},
    SyscallInfo{60, "exit", 1, sys_exit},
    SyscallInfo{61, "wait4", 4, sys_wait4},
    SyscallInfo{62, "kill", 2, sys_kill},
    SyscallInfo{64, "semget", 3, sys_semget},
    SyscallInfo{65, "semop", 3, sys_semop},
    SyscallInfo{66, "semctl", 4, sys_semctl},
    SyscallInfo{67, "shmdt", 1, sys_shmdt},
    SyscallInfo{68, "msgget", 2, sys_msgget},
    SyscallInfo{69, "msgsnd", 4, sys_msgsnd},
    SyscallInfo{70, "msgrcv", 5, sys_msgrcv},
    SyscallInfo{71, "msgctl", 3, sys_msgctl},
    SyscallInfo{72, "fcntl", 3, sys_fcntl},
    SyscallInfo{73, "flock", 2, sys_flock},
    SyscallInfo{74, "fsync", 1, sys_fsync},
    SyscallInfo{75, "fdatasync", 1, sys_fsync},
    SyscallInfo{76, "truncate", 2, sys_truncate},
    SyscallInfo{77, "ftruncate", 2, sys_ftruncate},
    SyscallInfo{79, "getcwd", 2, sys_getcwd},
    SyscallInfo{80, "chdir", 1, sys_chdir},
    SyscallInfo{81, "fchdir", 1, sys_fchdir},
    SyscallInfo{82, "rename", 2, sys_rename},
    SyscallInfo{83, "mkdir", 2, sys_mkdir},
    SyscallInfo{84, "rmdir", 1, sys_rmdir},
    SyscallInfo{85, "creat", 2, sys_creat},
    SyscallInfo{86, "link", 2, sys_link},
    SyscallInfo{87, "unlink", 1, sys_unlink},
    SyscallInfo{88, "symlink", 2, sys_symlink},
    SyscallInfo{89, "readlink", 3, sys_readlink},
    SyscallInfo{90, "chmod", 2, sys_chmod},
    SyscallInfo{91, "fchmod", 2, sys_fchmod},
    SyscallInfo{92, "chown", 3, sys_chown},
    SyscallInfo{93, "fchown", 3, sys_fchown},
    SyscallInfo{94, "lchown", 3, sys_lchown},
    SyscallInfo{95, "umask", 1, sys_umask},
    SyscallInfo{96, "gettimeofday", 2, sys_gettimeofday},
    SyscallInfo{102, "getuid", 0, sys_getuid},
    SyscallInfo{104, "getgid", 0, sys_getgid},
    SyscallInfo{107, "geteuid", 0, sys_geteuid},
    SyscallInfo{108, "getegid", 0, sys_getegid},
    SyscallInfo{110, "getppid", 0, sys_getppid},
    SyscallInfo{133, "mknod", 3, sys_mknod},
    SyscallInfo{186, "gettid", 0, sys_getpid},
    SyscallInfo{201, "time", 1, sys_time},
    SyscallInfo{202, "futex", 6, sys_futex},
    SyscallInfo{217, "getdents64", 3, sys_getdents64},
    SyscallInfo{220, "semtimedop", 4, sys_semtimedop},
    SyscallInfo{228, "clock_gettime", 2, sys_clock_gettime},
    SyscallInfo{230, "clock_nanosleep", 4, sys_clock_nanosleep},
    SyscallInfo{231, "exit_group", 1, sys_exit},
    SyscallInfo{234, "tgkill", 3, sys_tgkill},
    SyscallInfo{257, "openat", 4, sys_openat},
    SyscallInfo{258, "mkdirat", 3, sys_mkdirat},
    SyscallInfo{259, "mknodat", 4, sys_mknodat},
    SyscallInfo{262, "newfstatat", 4, sys_newfstatat},
    SyscallInfo{263, "unlinkat", 3, sys_unlinkat},
    SyscallInfo{264, "renameat", 4, sys_renameat},
    SyscallInfo{265, "linkat", 5, sys_linkat},
    SyscallInfo{267, "readlinkat", 4, sys_readlinkat},
    SyscallInfo{268, "fchmodat", 3, sys_fchmodat},
    SyscallInfo{269, "faccessat", 3, sys_faccessat},
    SyscallInfo{270, "pselect6", 6, sys_pselect6},
    SyscallInfo{271, "ppoll", 5, sys_ppoll},
    SyscallInfo{285, "fallocate", 4, sys_fallocate},
    SyscallInfo{292, "dup3", 3, sys_dup3},
    SyscallInfo{293, "pipe2", 2, sys_pipe2},
    SyscallInfo{319, "memfd_create", 2, sys_memfd_create},
    SyscallInfo{439, "faccessat2", 4, sys_faccessat2},
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
