// Every system call handler, by family; the table in table.cpp says which number reaches which.
#pragma once

#include "sim/kernel/sys/call.h"

namespace sim::kernel {

// sys_io.cpp
CallResult sys_read(Call& call);
CallResult sys_write(Call& call);
CallResult sys_readv(Call& call);
CallResult sys_writev(Call& call);
CallResult sys_pread64(Call& call);
CallResult sys_pwrite64(Call& call);

// sys_descriptor.cpp
CallResult sys_close(Call& call);
CallResult sys_dup(Call& call);
CallResult sys_dup2(Call& call);
CallResult sys_dup3(Call& call);
CallResult sys_fcntl(Call& call);
CallResult sys_ioctl(Call& call);

// sys_open.cpp
CallResult sys_open(Call& call);
CallResult sys_openat(Call& call);
CallResult sys_creat(Call& call);
CallResult sys_memfd_create(Call& call);

// sys_file_size.cpp
CallResult sys_lseek(Call& call);
CallResult sys_truncate(Call& call);
CallResult sys_ftruncate(Call& call);
CallResult sys_fallocate(Call& call);
CallResult sys_fsync(Call& call);

// sys_stat.cpp
CallResult sys_stat(Call& call);
CallResult sys_lstat(Call& call);
CallResult sys_fstat(Call& call);
CallResult sys_newfstatat(Call& call);
CallResult sys_access(Call& call);
CallResult sys_faccessat(Call& call);
CallResult sys_faccessat2(Call& call);
CallResult sys_chmod(Call& call);
CallResult sys_fchmod(Call& call);
CallResult sys_fchmodat(Call& call);
CallResult sys_chown(Call& call);
CallResult sys_lchown(Call& call);
CallResult sys_fchown(Call& call);
CallResult sys_umask(Call& call);

// sys_path.cpp
CallResult sys_mkdir(Call& call);
CallResult sys_mkdirat(Call& call);
CallResult sys_mknod(Call& call);
CallResult sys_mknodat(Call& call);
CallResult sys_unlink(Call& call);
CallResult sys_unlinkat(Call& call);
CallResult sys_rmdir(Call& call);
CallResult sys_link(Call& call);
CallResult sys_linkat(Call& call);
CallResult sys_symlink(Call& call);
CallResult sys_readlink(Call& call);
CallResult sys_readlinkat(Call& call);
CallResult sys_rename(Call& call);
CallResult sys_renameat(Call& call);
CallResult sys_chdir(Call& call);
CallResult sys_fchdir(Call& call);
CallResult sys_getcwd(Call& call);

// sys_directory.cpp
CallResult sys_getdents64(Call& call);

// sys_mmap.cpp
CallResult sys_mmap(Call& call);

// sys_memory.cpp
CallResult sys_mprotect(Call& call);
CallResult sys_munmap(Call& call);
CallResult sys_brk(Call& call);
CallResult sys_msync(Call& call);
CallResult sys_mincore(Call& call);

// sys_mremap.cpp
CallResult sys_mremap(Call& call);
CallResult sys_remap_file_pages(Call& call);

// sys_madvise.cpp
CallResult sys_madvise(Call& call);

// sys_mlock.cpp
CallResult sys_mlock(Call& call);
CallResult sys_mlock2(Call& call);
CallResult sys_munlock(Call& call);
CallResult sys_mlockall(Call& call);
CallResult sys_munlockall(Call& call);

// sys_shm.cpp
CallResult sys_shmget(Call& call);
CallResult sys_shmat(Call& call);
CallResult sys_shmctl(Call& call);
CallResult sys_shmdt(Call& call);

// sys_sem.cpp
CallResult sys_semget(Call& call);
CallResult sys_semop(Call& call);
CallResult sys_semtimedop(Call& call);
CallResult sys_semctl(Call& call);

// sys_msg.cpp
CallResult sys_msgget(Call& call);
CallResult sys_msgsnd(Call& call);
CallResult sys_msgrcv(Call& call);
CallResult sys_msgctl(Call& call);

// sys_pipe.cpp
CallResult sys_pipe(Call& call);
CallResult sys_pipe2(Call& call);

// sys_socket.cpp
CallResult sys_socketpair(Call& call);
CallResult sys_sendto(Call& call);
CallResult sys_recvfrom(Call& call);
CallResult sys_sendmsg(Call& call);
CallResult sys_recvmsg(Call& call);
CallResult sys_shutdown(Call& call);

// sys_poll.cpp
CallResult sys_poll(Call& call);
CallResult sys_ppoll(Call& call);
CallResult sys_select(Call& call);
CallResult sys_pselect6(Call& call);

// sys_lock.cpp
CallResult sys_flock(Call& call);

// sys_futex.cpp
CallResult sys_futex(Call& call);

// sys_process.cpp
CallResult sys_fork(Call& call);
CallResult sys_exit(Call& call);
CallResult sys_exit_group(Call& call);
CallResult sys_wait4(Call& call);
CallResult sys_waitid(Call& call);
CallResult sys_getpid(Call& call);
CallResult sys_gettid(Call& call);
CallResult sys_getppid(Call& call);
CallResult sys_setpgid(Call& call);
CallResult sys_getpgid(Call& call);
CallResult sys_getpgrp(Call& call);
CallResult sys_getsid(Call& call);
CallResult sys_setsid(Call& call);
CallResult sys_sched_yield(Call& call);

// sys_thread.cpp
CallResult sys_clone(Call& call);
CallResult sys_vfork(Call& call);
CallResult sys_set_tid_address(Call& call);
CallResult sys_prctl(Call& call);

// sys_unshare.cpp
CallResult sys_unshare(Call& call);

// sys_exec.cpp
CallResult sys_execve(Call& call);

// sys_credentials.cpp
CallResult sys_getuid(Call& call);
CallResult sys_getgid(Call& call);
CallResult sys_geteuid(Call& call);
CallResult sys_getegid(Call& call);
CallResult sys_setuid(Call& call);
CallResult sys_setgid(Call& call);
CallResult sys_setreuid(Call& call);
CallResult sys_setregid(Call& call);
CallResult sys_setresuid(Call& call);
CallResult sys_setresgid(Call& call);
CallResult sys_getresuid(Call& call);
CallResult sys_getresgid(Call& call);
CallResult sys_getgroups(Call& call);
CallResult sys_setgroups(Call& call);
CallResult sys_capget(Call& call);
CallResult sys_capset(Call& call);

// sys_limits.cpp
CallResult sys_getrlimit(Call& call);
CallResult sys_setrlimit(Call& call);
CallResult sys_prlimit64(Call& call);
CallResult sys_getrusage(Call& call);
CallResult sys_times(Call& call);
CallResult sys_uname(Call& call);
CallResult sys_sysinfo(Call& call);
CallResult sys_sched_getaffinity(Call& call);
CallResult sys_getcpu(Call& call);

// sys_kill.cpp
CallResult sys_kill(Call& call);
CallResult sys_tkill(Call& call);
CallResult sys_tgkill(Call& call);
CallResult sys_rt_sigqueueinfo(Call& call);

// sys_signal.cpp
CallResult sys_rt_sigaction(Call& call);
CallResult sys_rt_sigprocmask(Call& call);
CallResult sys_rt_sigpending(Call& call);
CallResult sys_rt_sigsuspend(Call& call);
CallResult sys_rt_sigtimedwait(Call& call);
CallResult sys_pause(Call& call);
CallResult sys_sigaltstack(Call& call);
// Another mask until a handler has returned or the call has ended without one: sigsuspend(2), ppoll(2).
void suspend_mask(Call& call, SignalSet mask);

// sys_time.cpp
CallResult sys_nanosleep(Call& call);
CallResult sys_clock_nanosleep(Call& call);
CallResult sys_gettimeofday(Call& call);
CallResult sys_time(Call& call);
CallResult sys_clock_gettime(Call& call);
CallResult sys_clock_getres(Call& call);
CallResult sys_alarm(Call& call);
CallResult sys_setitimer(Call& call);
CallResult sys_getitimer(Call& call);
// Nanoseconds all threads of a process have run.
std::int64_t cpu_time(const Kernel& kernel, Pid process);

}  // namespace sim::kernel
