// Processes: identity, birth, waiting, sleep.
#include <errno.h>
#include <sched.h>
#include <shmscope/libc.h>
#include <shmscope/thread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// No other thread is in the middle of changing what the child will have a copy of.
pid_t fork(void) {
    long child;
    __lock_library();
    child = __builtin_syscall(SYS_fork);
    __unlock_library(child == 0);
    return (pid_t)__result(child);
}

pid_t getpid(void) { return (pid_t)__builtin_syscall(SYS_getpid); }
pid_t getppid(void) { return (pid_t)__builtin_syscall(SYS_getppid); }
pid_t gettid(void) { return (pid_t)__builtin_syscall(SYS_gettid); }

pid_t getpgid(pid_t pid) { return (pid_t)__result(__builtin_syscall(SYS_getpgid, pid)); }
pid_t getpgrp(void) { return (pid_t)__builtin_syscall(SYS_getpgrp); }
int setpgid(pid_t pid, pid_t group) { return (int)__result(__builtin_syscall(SYS_setpgid, pid, group)); }
int setpgrp(void) { return setpgid(0, 0); }
pid_t getsid(pid_t pid) { return (pid_t)__result(__builtin_syscall(SYS_getsid, pid)); }
pid_t setsid(void) { return (pid_t)__result(__builtin_syscall(SYS_setsid)); }

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage) {
    __test_cancel();
    return (pid_t)__result(__builtin_syscall(SYS_wait4, pid, status, options, usage));
}
pid_t wait3(int *status, int options, struct rusage *usage) { return wait4(-1, status, options, usage); }
pid_t waitpid(pid_t pid, int *status, int options) { return wait4(pid, status, options, NULL); }
pid_t wait(int *status) { return waitpid(-1, status, 0); }

int waitid(idtype_t kind, id_t id, siginfo_t *info, int options) {
    return (int)__result(__builtin_syscall(SYS_waitid, kind, id, info, options, NULL));
}

int pause(void) {
    __test_cancel();
    return (int)__result(__builtin_syscall(SYS_pause));
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted, struct timespec *left) {
    __test_cancel();
    return (int)-__builtin_syscall(SYS_clock_nanosleep, clock, flags, wanted, left);
}

int nanosleep(const struct timespec *wanted, struct timespec *left) {
    return (int)__result(-clock_nanosleep(CLOCK_REALTIME, 0, wanted, left));
}

unsigned int sleep(unsigned int seconds) {
    struct timespec time;
    time.tv_sec = seconds;
    time.tv_nsec = 0;
    if (nanosleep(&time, &time) == 0) return 0;
    return (unsigned int)time.tv_sec;
}

int usleep(useconds_t microseconds) {
    struct timespec time;
    time.tv_sec = microseconds / 1000000;
    time.tv_nsec = microseconds % 1000000 * 1000L;
    return nanosleep(&time, NULL);
}

unsigned int alarm(unsigned int seconds) { return (unsigned int)__builtin_syscall(SYS_alarm, seconds); }

useconds_t ualarm(useconds_t first, useconds_t interval) {
    struct itimerval wanted = {{interval / 1000000, interval % 1000000}, {first / 1000000, first % 1000000}}, before;
    if (setitimer(ITIMER_REAL, &wanted, &before) < 0) return (useconds_t)-1;
    return (useconds_t)(before.it_value.tv_sec * 1000000 + before.it_value.tv_usec);
}

int setitimer(int which, const struct itimerval *restrict wanted, struct itimerval *restrict before) {
    return (int)__result(__builtin_syscall(SYS_setitimer, which, wanted, before));
}
int getitimer(int which, struct itimerval *now) {
    return (int)__result(__builtin_syscall(SYS_getitimer, which, now));
}

int sched_yield(void) { return (int)__result(__builtin_syscall(SYS_sched_yield)); }
