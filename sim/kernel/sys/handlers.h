// Every system call handler, by family; the table in table.cpp says which number reaches which.
#pragma once

#include "sim/kernel/sys/call.h"

namespace sim::kernel {

// sys_file.cpp
CallResult sys_read(Call& call);
CallResult sys_write(Call& call);
CallResult sys_close(Call& call);
CallResult sys_ioctl(Call& call);
CallResult sys_dup(Call& call);
CallResult sys_dup2(Call& call);

// sys_path.cpp
CallResult sys_stat(Call& call);

// sys_memory.cpp
CallResult sys_mprotect(Call& call);
CallResult sys_munmap(Call& call);
CallResult sys_brk(Call& call);

// sys_shm.cpp
CallResult sys_shmget(Call& call);
CallResult sys_shmat(Call& call);
CallResult sys_shmctl(Call& call);
CallResult sys_shmdt(Call& call);

// sys_process.cpp
CallResult sys_fork(Call& call);
CallResult sys_exit(Call& call);
CallResult sys_wait4(Call& call);
CallResult sys_getpid(Call& call);
CallResult sys_getppid(Call& call);
CallResult sys_getuid(Call& call);
CallResult sys_getgid(Call& call);
CallResult sys_geteuid(Call& call);
CallResult sys_getegid(Call& call);
CallResult sys_sched_yield(Call& call);

// sys_signal.cpp
CallResult sys_kill(Call& call);
CallResult sys_tgkill(Call& call);
CallResult sys_rt_sigaction(Call& call);
CallResult sys_pause(Call& call);

// sys_time.cpp
CallResult sys_nanosleep(Call& call);
CallResult sys_clock_nanosleep(Call& call);
CallResult sys_gettimeofday(Call& call);
CallResult sys_time(Call& call);
CallResult sys_clock_gettime(Call& call);

}  // namespace sim::kernel
