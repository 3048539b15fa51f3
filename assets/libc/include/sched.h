// Scheduling: giving way, which CPUs there are, the flags of clone.
#pragma once

#include <sys/types.h>

#define CLONE_VM 0x00000100
#define CLONE_FS 0x00000200
#define CLONE_FILES 0x00000400
#define CLONE_SIGHAND 0x00000800
#define CLONE_VFORK 0x00004000
#define CLONE_THREAD 0x00010000
#define CLONE_NEWNS 0x00020000
#define CLONE_SYSVSEM 0x00040000
#define CLONE_SETTLS 0x00080000
#define CLONE_PARENT_SETTID 0x00100000
#define CLONE_CHILD_CLEARTID 0x00200000
#define CLONE_CHILD_SETTID 0x01000000
#define CLONE_NEWCGROUP 0x02000000
#define CLONE_NEWUTS 0x04000000
#define CLONE_NEWIPC 0x08000000
#define CLONE_NEWUSER 0x10000000
#define CLONE_NEWPID 0x20000000
#define CLONE_NEWNET 0x40000000

#define CPU_SETSIZE 1024

typedef struct {
    unsigned long __bits[CPU_SETSIZE / 64];
} cpu_set_t;

#define CPU_ZERO(set)                                                        \
    do {                                                                     \
        int __i;                                                             \
        for (__i = 0; __i < CPU_SETSIZE / 64; ++__i) (set)->__bits[__i] = 0; \
    } while (0)
#define CPU_SET(cpu, set) ((set)->__bits[(cpu) / 64] |= 1ul << (cpu) % 64)
#define CPU_CLR(cpu, set) ((set)->__bits[(cpu) / 64] &= ~(1ul << (cpu) % 64))
#define CPU_ISSET(cpu, set) ((int)((set)->__bits[(cpu) / 64] >> (cpu) % 64 & 1))
#define CPU_COUNT(set) __cpu_count(set)

int __cpu_count(const cpu_set_t *set);
int sched_yield(void);
int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set);
int sched_getcpu(void);
// The child calls `body(argument)` on a stack that ends at `stack`, and exits with what it returns.
int clone(int (*body)(void *), void *stack, int flags, void *argument, ...);
// CLONE_NEWIPC: System V IPC of the caller's own from now on (CAP_SYS_ADMIN). Other namespaces are not simulated: ENOSYS.
int unshare(int flags);
