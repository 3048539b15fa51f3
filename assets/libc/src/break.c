// The end of the heap. The kernel's brk returns where it is afterwards, moved or not.
#include <errno.h>
#include <shmscope/libc.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

static char *current;

int brk(void *address) {
    current = (char *)__builtin_syscall(SYS_brk, address);
    if (current >= (char *)address) return 0;
    errno = ENOMEM;
    return -1;
}

void *sbrk(intptr_t increment) {
    char *before;
    if (!current) current = (char *)__builtin_syscall(SYS_brk, 0);
    before = current;
    if (increment == 0) return before;
    if (increment > 0 && (unsigned long)before + (unsigned long)increment < (unsigned long)before) {
        errno = ENOMEM;
        return (void *)-1;
    }
    if (brk(before + increment) < 0 || current != before + increment) {
        errno = ENOMEM;
        return (void *)-1;
    }
    return before;
}

int getpagesize(void) { return 4096; }

long sysconf(int name) {
    if (name == _SC_PAGESIZE) return 4096;
    if (name == _SC_CLK_TCK) return 100;
    if (name == _SC_NPROCESSORS_CONF || name == _SC_NPROCESSORS_ONLN) return get_nprocs();
    if (name == _SC_NGROUPS_MAX) return 65536;
    if (name == _SC_ARG_MAX) return 2 << 20;
    if (name == _SC_OPEN_MAX || name == _SC_CHILD_MAX) {
        struct rlimit limit;
        getrlimit(name == _SC_OPEN_MAX ? RLIMIT_NOFILE : RLIMIT_NPROC, &limit);
        return (long)limit.rlim_cur;
    }
    errno = EINVAL;
    return -1;
}
