// POSIX semaphores in memory.
#include <errno.h>
#include <semaphore.h>
#include <shmscope/futex.h>
#include <shmscope/thread.h>
#include <string.h>

#define PRIVATE 128

static int fail(int error) {
    errno = error;
    return -1;
}

int sem_init(sem_t *semaphore, int shared, unsigned int value) {
    if (value > SEM_VALUE_MAX) return fail(EINVAL);
    memset(semaphore, 0, sizeof *semaphore);
    semaphore->__value = value;
    semaphore->__private = shared ? 0 : PRIVATE;
    return 0;
}

int sem_destroy(sem_t *semaphore) { return 0; }

static int take(sem_t *semaphore) {
    unsigned int value = __atomic_load_n(&semaphore->__value, __ATOMIC_ACQUIRE);
    while (value > 0) {
        if (__sync_bool_compare_and_swap(&semaphore->__value, value, value - 1)) return 1;
        value = __atomic_load_n(&semaphore->__value, __ATOMIC_ACQUIRE);
    }
    return 0;
}

int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *until) {
    int error;
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) return fail(EINVAL);
    if (until && (until->tv_nsec < 0 || until->tv_nsec >= 1000000000)) return fail(EINVAL);
    __test_cancel();
    while (!take(semaphore)) {
        __sync_fetch_and_add(&semaphore->__waiters, 1);
        error = __sleep_while(&semaphore->__value, 0, !semaphore->__private, clock, until);
        __sync_fetch_and_sub(&semaphore->__waiters, 1);
        if (error == EINTR) __test_cancel();
        if (error == ETIMEDOUT || error == EINTR) return fail(error);
    }
    return 0;
}

int sem_timedwait(sem_t *semaphore, const struct timespec *until) {
    return sem_clockwait(semaphore, CLOCK_REALTIME, until);
}

int sem_wait(sem_t *semaphore) { return sem_clockwait(semaphore, CLOCK_REALTIME, NULL); }

int sem_trywait(sem_t *semaphore) { return take(semaphore) ? 0 : fail(EAGAIN); }

int sem_post(sem_t *semaphore) {
    unsigned int value;
    do {
        value = __atomic_load_n(&semaphore->__value, __ATOMIC_ACQUIRE);
        if (value == SEM_VALUE_MAX) return fail(EOVERFLOW);
    } while (!__sync_bool_compare_and_swap(&semaphore->__value, value, value + 1));
    if (__atomic_load_n(&semaphore->__waiters, __ATOMIC_ACQUIRE)) {
        __wake(&semaphore->__value, 1, !semaphore->__private);
    }
    return 0;
}

int sem_getvalue(sem_t *semaphore, int *value) {
    *value = (int)__atomic_load_n(&semaphore->__value, __ATOMIC_ACQUIRE);
    return 0;
}
