// POSIX semaphores, on futex(2). A named one is a file of 32 bytes in /dev/shm.
#pragma once

#include <fcntl.h>
#include <sys/types.h>
#include <time.h>

#define SEM_FAILED ((sem_t *)0)
#define SEM_VALUE_MAX 2147483647

// As glibc lays it out: the value first, so that /dev/shm/sem.NAME shows it.
typedef struct {
    unsigned int __value;
    unsigned int __waiters;
    int __private;  // 128: of one process alone
    int __pad[5];
} sem_t;

int sem_init(sem_t *semaphore, int shared, unsigned int value);
int sem_destroy(sem_t *semaphore);
// With O_CREAT two more arguments follow: a mode_t and the value, an unsigned int.
sem_t *sem_open(const char *name, int flags, ...);
int sem_close(sem_t *semaphore);
int sem_unlink(const char *name);
int sem_wait(sem_t *semaphore);
int sem_trywait(sem_t *semaphore);
int sem_timedwait(sem_t *semaphore, const struct timespec *until);
int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *until);
int sem_post(sem_t *semaphore);
int sem_getvalue(sem_t *semaphore, int *value);
