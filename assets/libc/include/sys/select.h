// Sets of descriptors, and waiting for one of them.
#pragma once

#include <signal.h>
#include <sys/time.h>
#include <time.h>

#define FD_SETSIZE 1024

typedef struct {
    unsigned long __bits[FD_SETSIZE / 64];
} fd_set;

#define FD_ZERO(set) __clear_descriptors(set)
#define FD_SET(fd, set) ((void)((set)->__bits[(fd) / 64] |= 1UL << (fd) % 64))
#define FD_CLR(fd, set) ((void)((set)->__bits[(fd) / 64] &= ~(1UL << (fd) % 64)))
#define FD_ISSET(fd, set) (((set)->__bits[(fd) / 64] >> (fd) % 64 & 1) != 0)

void __clear_descriptors(fd_set *set);
int select(int count, fd_set *reading, fd_set *writing, fd_set *special, struct timeval *time);
int pselect(int count, fd_set *reading, fd_set *writing, fd_set *special, const struct timespec *time,
            const sigset_t *mask);
