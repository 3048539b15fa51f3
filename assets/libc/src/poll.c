// Waiting for several descriptors.
#include <poll.h>
#include <shmscope/libc.h>
#include <string.h>
#include <sys/select.h>

#define SIGNAL_SET_BYTES 8  // of the kernel

int poll(struct pollfd *list, nfds_t count, int milliseconds) {
    return (int)__result(__builtin_syscall(SYS_poll, list, count, milliseconds));
}

// The kernel changes the time: it gets a copy.
int ppoll(struct pollfd *list, nfds_t count, const struct timespec *time, const sigset_t *mask) {
    struct timespec copy;
    if (time != NULL) copy = *time;
    return (int)__result(
        __builtin_syscall(SYS_ppoll, list, count, time != NULL ? &copy : NULL, mask, SIGNAL_SET_BYTES));
}

void __clear_descriptors(fd_set *set) { memset(set, 0, sizeof *set); }

int select(int count, fd_set *reading, fd_set *writing, fd_set *special, struct timeval *time) {
    return (int)__result(__builtin_syscall(SYS_select, count, reading, writing, special, time));
}

int pselect(int count, fd_set *reading, fd_set *writing, fd_set *special, const struct timespec *time,
            const sigset_t *mask) {
    struct timespec copy;
    struct {
        const sigset_t *mask;
        size_t bytes;
    } masking;
    masking.mask = mask;
    masking.bytes = SIGNAL_SET_BYTES;
    if (time != NULL) copy = *time;
    return (int)__result(__builtin_syscall(SYS_pselect6, count, reading, writing, special, time != NULL ? &copy : NULL,
                                           &masking));
}
