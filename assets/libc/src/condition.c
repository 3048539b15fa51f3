// Condition variables: sleepers wait for the round to change, and every signal raises it.
#include <errno.h>
#include <pthread.h>
#include <shmscope/futex.h>
#include <shmscope/thread.h>
#include <string.h>

int pthread_condattr_init(pthread_condattr_t *attributes) {
    attributes->__shared = PTHREAD_PROCESS_PRIVATE;
    attributes->__clock = CLOCK_REALTIME;
    return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attributes) { return 0; }

int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared) {
    if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED) return EINVAL;
    attributes->__shared = (short)shared;
    return 0;
}

int pthread_condattr_getpshared(const pthread_condattr_t *attributes, int *shared) {
    *shared = attributes->__shared;
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock) {
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) return EINVAL;
    attributes->__clock = (short)clock;
    return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t *attributes, clockid_t *clock) {
    *clock = attributes->__clock;
    return 0;
}

int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes) {
    memset(condition, 0, sizeof *condition);
    if (attributes) {
        condition->__shared = attributes->__shared;
        condition->__clock = attributes->__clock;
    }
    return 0;
}

int pthread_cond_destroy(pthread_cond_t *condition) { return 0; }

static int cancelled(void) { return __self()->cancelled && !__self()->cancel_disabled; }

// "Upon successful return, the mutex shall have been locked", also after a time-out. A cancellation point: the mutex
// is locked again before the thread ends.
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until) {
    unsigned int round;
    int error, locked;
    if (until && (until->tv_nsec < 0 || until->tv_nsec >= 1000000000)) return EINVAL;
    __test_cancel();
    __sync_fetch_and_add(&condition->__waiters, 1);
    round = __atomic_load_n(&condition->__round, __ATOMIC_ACQUIRE);
    error = pthread_mutex_unlock(mutex);
    if (error) {
        __sync_fetch_and_sub(&condition->__waiters, 1);
        return error;
    }
    do {
        error = __sleep_while(&condition->__round, round, condition->__shared, condition->__clock, until);
    } while (error == EINTR && !cancelled() && __atomic_load_n(&condition->__round, __ATOMIC_ACQUIRE) == round);
    __sync_fetch_and_sub(&condition->__waiters, 1);
    locked = pthread_mutex_lock(mutex);
    if (error == EINTR) __test_cancel();
    if (locked) return locked;
    return error == ETIMEDOUT ? ETIMEDOUT : 0;
}

int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
    return pthread_cond_timedwait(condition, mutex, NULL);
}

static int wake_waiters(pthread_cond_t *condition, int count) {
    if (__atomic_load_n(&condition->__waiters, __ATOMIC_ACQUIRE) == 0) return 0;
    __sync_fetch_and_add(&condition->__round, 1);
    __wake(&condition->__round, count, condition->__shared);
    return 0;
}

int pthread_cond_signal(pthread_cond_t *condition) { return wake_waiters(condition, 1); }

int pthread_cond_broadcast(pthread_cond_t *condition) { return wake_waiters(condition, __EVERYONE); }
