// Users, groups and limits.
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <shmscope/libc.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#define KEEP ((unsigned int)-1)

uid_t getuid(void) { return (uid_t)__builtin_syscall(SYS_getuid); }
uid_t geteuid(void) { return (uid_t)__builtin_syscall(SYS_geteuid); }
gid_t getgid(void) { return (gid_t)__builtin_syscall(SYS_getgid); }
gid_t getegid(void) { return (gid_t)__builtin_syscall(SYS_getegid); }

int setuid(uid_t user) { return (int)__result(__builtin_syscall(SYS_setuid, user)); }
int setgid(gid_t group) { return (int)__result(__builtin_syscall(SYS_setgid, group)); }
int setreuid(uid_t real, uid_t effective) { return (int)__result(__builtin_syscall(SYS_setreuid, real, effective)); }
int setregid(gid_t real, gid_t effective) { return (int)__result(__builtin_syscall(SYS_setregid, real, effective)); }
int setresuid(uid_t real, uid_t effective, uid_t saved) {
    return (int)__result(__builtin_syscall(SYS_setresuid, real, effective, saved));
}
int setresgid(gid_t real, gid_t effective, gid_t saved) {
    return (int)__result(__builtin_syscall(SYS_setresgid, real, effective, saved));
}

// -1 is no id, and would mean "as it is" below.
int seteuid(uid_t user) { return user == KEEP ? (int)__result(-EINVAL) : setresuid(KEEP, user, KEEP); }
int setegid(gid_t group) { return group == KEEP ? (int)__result(-EINVAL) : setresgid(KEEP, group, KEEP); }
int getresuid(uid_t *real, uid_t *effective, uid_t *saved) {
    return (int)__result(__builtin_syscall(SYS_getresuid, real, effective, saved));
}
int getresgid(gid_t *real, gid_t *effective, gid_t *saved) {
    return (int)__result(__builtin_syscall(SYS_getresgid, real, effective, saved));
}

int getgroups(int room, gid_t list[]) { return (int)__result(__builtin_syscall(SYS_getgroups, room, list)); }
int setgroups(size_t count, const gid_t *list) { return (int)__result(__builtin_syscall(SYS_setgroups, count, list)); }

int getrlimit(int resource, struct rlimit *limit) { return prlimit(0, resource, NULL, limit); }
int setrlimit(int resource, const struct rlimit *limit) { return prlimit(0, resource, limit, NULL); }
int prlimit(pid_t pid, int resource, const struct rlimit *limit, struct rlimit *before) {
    return (int)__result(__builtin_syscall(SYS_prlimit64, pid, resource, limit, before));
}
int getrusage(int who, struct rusage *usage) { return (int)__result(__builtin_syscall(SYS_getrusage, who, usage)); }
clock_t times(struct tms *used) { return __result(__builtin_syscall(SYS_times, used)); }
int clock_getres(clockid_t clock, struct timespec *resolution) {
    return (int)__result(__builtin_syscall(SYS_clock_getres, clock, resolution));
}

int uname(struct utsname *name) { return (int)__result(__builtin_syscall(SYS_uname, name)); }
int sysinfo(struct sysinfo *info) { return (int)__result(__builtin_syscall(SYS_sysinfo, info)); }

int prctl(int option, ...) {
    va_list arguments;
    unsigned long a[4];
    int i;
    va_start(arguments, option);
    for (i = 0; i < 4; i++) a[i] = va_arg(arguments, unsigned long);
    va_end(arguments);
    return (int)__result(__builtin_syscall(SYS_prctl, option, a[0], a[1], a[2], a[3]));
}

int __cpu_count(const cpu_set_t *set) {
    int cpu, count = 0;
    for (cpu = 0; cpu < CPU_SETSIZE; ++cpu) count += CPU_ISSET(cpu, set);
    return count;
}

int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set) {
    long written = __result(__builtin_syscall(SYS_sched_getaffinity, pid, size, set));
    if (written < 0) return -1;
    memset((char *)set + written, 0, size - (size_t)written);
    return 0;
}

int sched_getcpu(void) {
    unsigned int cpu = 0;
    return __result(__builtin_syscall(SYS_getcpu, &cpu, NULL, NULL)) < 0 ? -1 : (int)cpu;
}

int get_nprocs(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) < 0 ? 1 : CPU_COUNT(&set);
}
int get_nprocs_conf(void) { return get_nprocs(); }
