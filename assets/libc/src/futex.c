#include <errno.h>
#include <linux/futex.h>
#include <shmscope/futex.h>
#include <shmscope/libc.h>

int __sleep_while(volatile void *word, unsigned int value, int shared, clockid_t clock, const struct timespec *until) {
    int operation = FUTEX_WAIT_BITSET;
    if (until && until->tv_sec < 0) return ETIMEDOUT;  // long ago; the kernel would call it no time at all
    if (!shared) operation |= FUTEX_PRIVATE_FLAG;
    if (clock == CLOCK_REALTIME) operation |= FUTEX_CLOCK_REALTIME;
    return (int)-__builtin_syscall(SYS_futex, word, operation, value, until, 0, FUTEX_BITSET_MATCH_ANY);
}

void __wake(volatile void *word, int count, int shared) {
    __builtin_syscall(SYS_futex, word, shared ? FUTEX_WAKE : FUTEX_WAKE | FUTEX_PRIVATE_FLAG, count);
}

int __thread_number(void) { return (int)__builtin_syscall(SYS_gettid); }
