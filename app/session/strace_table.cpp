#include "app/session/strace_table.h"

#include <algorithm>

#include "app/session/linux_names.h"

namespace app::session {
namespace {

bool always(const TracedCall&) {
    return true;
}

// fcntl(2): only F_GETLK is answered in the structure.
bool asks_lock(const TracedCall& call) {
    constexpr std::uint64_t kGetLock = 5;
    return call.args[1] == kGetLock;
}

// clone(2): CLONE_PARENT_SETTID.
bool tells_parent(const TracedCall& call) {
    constexpr std::uint64_t kParentSetTid = 0x10'0000;
    return (call.args[0] & kParentSetTid) != 0;
}

std::string result_address(const TracedCall& call) {
    return address_text(static_cast<std::uint64_t>(call.result.value_or(0)));
}

constexpr TracedArgument in(Shown* text) {
    return {text, nullptr};
}
constexpr TracedArgument out(Shown* text) {
    return {text, always};
}

constexpr auto kInt = in(shown_int), kSize = in(shown_size), kAddress = in(shown_address), kPath = in(shown_path),
               kMode = in(shown_octal), kSignal = in(shown_signal), kUser = in(shown_user), kDir = in(shown_directory);

// clang-format off
constexpr CallFormat kFormats[] = {
    {0, "read", {kInt, out(shown_bytes_out), kSize}},
    {1, "write", {kInt, in(shown_bytes_in), kSize}},
    {2, "open", {kPath, in(shown_open_flags), in(shown_open_mode)}},
    {3, "close", {kInt}},
    {4, "stat", {kPath, out(shown_stat)}},
    {5, "fstat", {kInt, out(shown_stat)}},
    {6, "lstat", {kPath, out(shown_stat)}},
    {7, "poll", {in(shown_poll), kSize, kInt}, result_poll},
    {8, "lseek", {kInt, in(shown_int), in(shown_whence)}},
    {9, "mmap", {kAddress, kSize, in(shown_protection), in(shown_map_flags), kInt, in(shown_map_offset)}, result_address},
    {10, "mprotect", {kAddress, kSize, in(shown_protection)}},
    {11, "munmap", {kAddress, kSize}},
    {12, "brk", {kAddress}, result_address},
    {13, "rt_sigaction", {kSignal, in(shown_action), out(shown_action_out), kSize}},
    {14, "rt_sigprocmask", {in(shown_mask_how), in(shown_mask), out(shown_mask_out), kSize}},
    {15, "rt_sigreturn", {in(shown_return_mask)}},
    {16, "ioctl", {kInt, in(shown_ioctl_request), out(shown_termios)}},
    {17, "pread64", {kInt, out(shown_bytes_out), kSize, kSize}},
    {18, "pwrite64", {kInt, in(shown_bytes_in), kSize, kSize}},
    {19, "readv", {kInt, out(shown_iovec_out), kInt}},
    {20, "writev", {kInt, in(shown_iovec), kInt}},
    {21, "access", {kPath, in(shown_access_mode)}},
    {22, "pipe", {out(shown_fd_pair)}},
    {23, "select", {kInt, in(shown_fd_set), in(shown_fd_set), in(shown_fd_set), in(shown_timeval)}, result_select},
    {24, "sched_yield", {}},
    {25, "mremap", {kAddress, kSize, kSize, in(shown_remap_flags)}, result_address},
    {26, "msync", {kAddress, kSize, in(shown_sync_flags)}},
    {27, "mincore", {kAddress, kSize, out(shown_resident)}},
    {28, "madvise", {kAddress, kSize, in(shown_advice)}},
    {29, "shmget", {in(shown_key), kSize, in(shown_ipc_create)}},
    {30, "shmat", {kInt, kAddress, in(shown_shm_attach)}, result_address},
    {31, "shmctl", {kInt, in(shown_shm_command), out(shown_shm_buffer)}},
    {32, "dup", {kInt}},
    {33, "dup2", {kInt, kInt}},
    {34, "pause", {}},
    {35, "nanosleep", {in(shown_timespec), out(shown_timespec_left)}},
    {36, "getitimer", {in(shown_timer), out(shown_timer_out)}},
    {37, "alarm", {kSize}},
    {38, "setitimer", {in(shown_timer), in(shown_timer_in), out(shown_timer_out)}},
    {39, "getpid", {}},
    {44, "sendto", {kInt, in(shown_bytes_in), kSize, in(shown_send_flags), kAddress, kInt}},
    {45, "recvfrom", {kInt, out(shown_bytes_out), kSize, in(shown_send_flags), kAddress, kAddress}},
    {46, "sendmsg", {kInt, in(shown_message_header), in(shown_send_flags)}},
    {47, "recvmsg", {kInt, out(shown_message_header), in(shown_send_flags)}},
    {48, "shutdown", {kInt, in(shown_shutdown)}},
    {53, "socketpair", {in(shown_family), in(shown_socket_type), kInt, out(shown_fd_pair)}},
    {56, "clone", {in(shown_clone_stack), in(shown_clone_flags), {shown_clone_parent, tells_parent}, in(shown_clone_tls), in(shown_clone_child)}},
    {57, "fork", {}},
    {58, "vfork", {}},
    {59, "execve", {kPath, in(shown_strings), in(shown_environment)}},
    {60, "exit", {kInt}},
    {61, "wait4", {kInt, out(shown_status), in(shown_wait_options), in(shown_rusage)}},
    {62, "kill", {kInt, kSignal}},
    {63, "uname", {kAddress}},
    {64, "semget", {in(shown_key), kInt, in(shown_ipc_create)}},
    {65, "semop", {kInt, in(shown_sem_operations), kSize}},
    {66, "semctl", {kInt, kInt, in(shown_sem_command), out(shown_sem_argument)}},
    {67, "shmdt", {kAddress}},
    {68, "msgget", {in(shown_key), in(shown_ipc_create)}},
    {69, "msgsnd", {kInt, in(shown_message_in), kSize, in(shown_message_flags)}},
    {70, "msgrcv", {kInt, out(shown_message_out), kSize, in(shown_int), in(shown_message_flags)}},
    {71, "msgctl", {kInt, in(shown_msg_command), out(shown_msg_buffer)}},
    {72, "fcntl", {kInt, in(shown_fcntl_command), {shown_fcntl_argument, asks_lock}}, result_fcntl},
    {73, "flock", {kInt, in(shown_lock_operation)}},
    {74, "fsync", {kInt}},
    {75, "fdatasync", {kInt}},
    {76, "truncate", {kPath, kSize}},
    {77, "ftruncate", {kInt, kSize}},
    {79, "getcwd", {out(shown_text_out), kSize}},
    {80, "chdir", {kPath}},
    {81, "fchdir", {kInt}},
    {82, "rename", {kPath, kPath}},
    {83, "mkdir", {kPath, kMode}},
    {84, "rmdir", {kPath}},
    {85, "creat", {kPath, kMode}},
    {86, "link", {kPath, kPath}},
    {87, "unlink", {kPath}},
    {88, "symlink", {kPath, kPath}},
    {89, "readlink", {kPath, out(shown_bytes_out), kSize}},
    {90, "chmod", {kPath, kMode}},
    {91, "fchmod", {kInt, kMode}},
    {92, "chown", {kPath, kUser, kUser}},
    {93, "fchown", {kInt, kUser, kUser}},
    {94, "lchown", {kPath, kUser, kUser}},
    {95, "umask", {kMode}, result_octal},
    {96, "gettimeofday", {out(shown_timeval_out), kAddress}},
    {97, "getrlimit", {in(shown_resource), out(shown_limit_out)}},
    {98, "getrusage", {in(shown_usage_of), out(shown_rusage)}},
    {99, "sysinfo", {kAddress}},
    {100, "times", {kAddress}},
    {102, "getuid", {}},
    {104, "getgid", {}},
    {105, "setuid", {kUser}},
    {106, "setgid", {kUser}},
    {107, "geteuid", {}},
    {108, "getegid", {}},
    {109, "setpgid", {kInt, kInt}},
    {110, "getppid", {}},
    {111, "getpgrp", {}},
    {112, "setsid", {}},
    {113, "setreuid", {kUser, kUser}},
    {114, "setregid", {kUser, kUser}},
    {115, "getgroups", {kInt, out(shown_ids)}},
    {116, "setgroups", {kInt, in(shown_ids)}},
    {117, "setresuid", {kUser, kUser, kUser}},
    {118, "getresuid", {out(shown_integer_out), out(shown_integer_out), out(shown_integer_out)}},
    {119, "setresgid", {kUser, kUser, kUser}},
    {120, "getresgid", {out(shown_integer_out), out(shown_integer_out), out(shown_integer_out)}},
    {121, "getpgid", {kInt}},
    {124, "getsid", {kInt}},
    {125, "capget", {kAddress, kAddress}},
    {126, "capset", {kAddress, kAddress}},
    {127, "rt_sigpending", {out(shown_mask_out), kSize}},
    {128, "rt_sigtimedwait", {in(shown_mask), out(shown_siginfo_out), in(shown_timespec), kSize}},
    {129, "rt_sigqueueinfo", {kInt, kSignal, in(shown_queue_info)}},
    {130, "rt_sigsuspend", {in(shown_mask), kSize}},
    {131, "sigaltstack", {in(shown_alternate), out(shown_alternate_out)}},
    {133, "mknod", {kPath, in(shown_file_mode)}},
    {149, "mlock", {kAddress, kSize}},
    {150, "munlock", {kAddress, kSize}},
    {151, "mlockall", {in(shown_mlock_flags)}},
    {152, "munlockall", {}},
    {160, "setrlimit", {in(shown_resource), in(shown_limit)}},
    {162, "sync", {}},
    {186, "gettid", {}},
    {200, "tkill", {kInt, kSignal}},
    {201, "time", {out(shown_seconds_out)}},
    {202, "futex", {kAddress, in(shown_futex_operation), in(shown_futex_value), in(shown_futex_time), in(shown_futex_bits)}},
    {204, "sched_getaffinity", {kInt, kSize, out(shown_cpu_set)}},
    {217, "getdents64", {kInt, out(shown_directory_entries), kSize}},
    {218, "set_tid_address", {kAddress}},
    {220, "semtimedop", {kInt, in(shown_sem_operations), kSize, in(shown_timespec)}},
    {228, "clock_gettime", {in(shown_clock), out(shown_timespec_out)}},
    {229, "clock_getres", {in(shown_clock), out(shown_timespec_out)}},
    {230, "clock_nanosleep", {in(shown_clock), in(shown_clock_flags), in(shown_timespec), out(shown_timespec_left)}},
    {231, "exit_group", {kInt}},
    {234, "tgkill", {kInt, kInt, kSignal}},
    {247, "waitid", {in(shown_waitid_kind), kInt, out(shown_waitid_info), in(shown_wait_options), in(shown_rusage)}},
    {257, "openat", {kDir, kPath, in(shown_open_flags), in(shown_open_mode)}},
    {258, "mkdirat", {kDir, kPath, kMode}},
    {259, "mknodat", {kDir, kPath, in(shown_file_mode)}},
    {262, "newfstatat", {kDir, kPath, out(shown_stat), in(shown_at_flags)}},
    {263, "unlinkat", {kDir, kPath, in(shown_unlink_flags)}},
    {264, "renameat", {kDir, kPath, kDir, kPath}},
    {265, "linkat", {kDir, kPath, kDir, kPath, in(shown_at_flags)}},
    {267, "readlinkat", {kDir, kPath, out(shown_bytes_out), kSize}},
    {268, "fchmodat", {kDir, kPath, kMode}},
    {269, "faccessat", {kDir, kPath, in(shown_access_mode)}},
    {270, "pselect6", {kInt, in(shown_fd_set), in(shown_fd_set), in(shown_fd_set), in(shown_timespec), kAddress}, result_select},
    {271, "ppoll", {in(shown_poll), kSize, in(shown_timespec), in(shown_mask), kSize}, result_poll},
    {272, "unshare", {in(shown_unshare_flags)}},
    {285, "fallocate", {kInt, kInt, kSize, kSize}},
    {292, "dup3", {kInt, kInt, in(shown_pipe_flags)}},
    {293, "pipe2", {out(shown_fd_pair), in(shown_pipe_flags)}},
    {302, "prlimit64", {kInt, in(shown_resource), in(shown_limit), out(shown_limit_out)}},
    {309, "getcpu", {out(shown_integer_out), out(shown_integer_out), kAddress}},
    {316, "renameat2", {kDir, kPath, kDir, kPath, in(shown_hex)}},
    {319, "memfd_create", {kPath, in(shown_memfd_flags)}},
    {322, "execveat", {kDir, kPath, in(shown_strings), in(shown_environment), in(shown_at_flags)}},
    {435, "clone3", {out(shown_clone_structure), kSize}},
    {439, "faccessat2", {kDir, kPath, in(shown_access_mode), in(shown_at_flags)}},
};
// clang-format on

}  // namespace

const CallFormat* find_format(std::uint32_t number) {
    const auto* row = std::lower_bound(std::begin(kFormats), std::end(kFormats), number,
                                       [](const CallFormat& one, std::uint32_t wanted) { return one.number < wanted; });
    return row != std::end(kFormats) && row->number == number ? row : nullptr;
}

}  // namespace app::session
