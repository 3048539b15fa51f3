// Processes: identity, birth, death, sleep.
#include <errno.h>
#include <shmscope/libc.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

pid_t fork(void) { return (pid_t)__result(__builtin_syscall(SYS_fork)); }

pid_t getpid(void) { return (pid_t)__builtin_syscall(SYS_getpid); }
pid_t getppid(void) { return (pid_t)__builtin_syscall(SYS_getppid); }
uid_t getuid(void) { return (uid_t)__builtin_syscall(SYS_getuid); }
uid_t geteuid(void) { return (uid_t)__builtin_syscall(SYS_geteuid); }
gid_t getgid(void) { return (gid_t)__builtin_syscall(SYS_getgid); }
gid_t getegid(void) { return (gid_t)__builtin_syscall(SYS_getegid); }

pid_t waitpid(pid_t pid, int *status, int options) {
    return (pid_t)__result(__builtin_syscall(SYS_wait4, pid, status, options, 0));
}

pid_t wait(int *status) { return waitpid(-1, status, 0); }

int kill(pid_t pid, int signal) { return (int)__result(__builtin_syscall(SYS_kill, pid, signal)); }
int raise(int signal) { return kill(getpid(), signal); }
int pause(void) { return (int)__result(__builtin_syscall(SYS_pause)); }

int nanosleep(const struct timespec *wanted, struct timespec *left) {
    return (int)__result(__builtin_syscall(SYS_clock_nanosleep, CLOCK_REALTIME, 0, wanted, left));
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
