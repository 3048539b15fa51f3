// Reader/writer locks that prefer readers, as glibc's do unless told otherwise.
#include <errno.h>
#include <pthread.h>
#include <shmscope/futex.h>
#include <string.h>

#define WRITER (-1)

int pthread_rwlockattr_init(pthread_rwlockattr_t *attributes) {
    attributes->__shared = PTHREAD_PROCESS_PRIVATE;
    attributes->__unused = 0;
    return 0;
}

int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attributes) { return 0; }

int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attributes, int shared) {
    if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED) return EINVAL;
    attributes->__shared = shared;
    return 0;
}

int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attributes, int *shared) {
    *shared = attributes->__shared;
    return 0;
}

int pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes) {
    memset(lock, 0, sizeof *lock);
    if (attributes) lock->__shared = attributes->__shared;
    return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *lock) { return 0; }

// Goes from a state that allows it to the next: a reader joins readers, a writer needs a free lock.
static int try_lock(pthread_rwlock_t *lock, int write, int *seen) {
    int state = __atomic_load_n(&lock->__state, __ATOMIC_ACQUIRE);
    while (write ? state == 0 : state != WRITER) {
        if (__sync_bool_compare_and_swap(&lock->__state, state, write ? WRITER : state + 1)) {
            if (write) lock->__writer = __thread_number();
            return 1;
        }
        state = __atomic_load_n(&lock->__state, __ATOMIC_ACQUIRE);
    }
    *seen = state;
    return 0;
}

static int lock_until(pthread_rwlock_t *lock, int write, const struct timespec *until) {
    int state, error;
    while (!try_lock(lock, write, &state)) {
        if (state == WRITER && lock->__writer == __thread_number()) return EDEADLK;
        __sync_fetch_and_add(&lock->__waiters, 1);
        error = __sleep_while(&lock->__state, (unsigned int)state, lock->__shared, CLOCK_REALTIME, until);
        __sync_fetch_and_sub(&lock->__waiters, 1);
        if (error == ETIMEDOUT || error == EINVAL) return error;
    }
    return 0;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock) { return lock_until(lock, 0, NULL); }

int pthread_rwlock_wrlock(pthread_rwlock_t *lock) { return lock_until(lock, 1, NULL); }

int pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *until) {
    return lock_until(lock, 0, until);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *until) {
    return lock_until(lock, 1, until);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock) {
    int state;
    return try_lock(lock, 0, &state) ? 0 : EBUSY;
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *lock) {
    int state;
    return try_lock(lock, 1, &state) ? 0 : EBUSY;
}

int pthread_rwlock_unlock(pthread_rwlock_t *lock) {
    int free = 1;
    if (lock->__state == WRITER) {
        lock->__writer = 0;
        __atomic_store_n(&lock->__state, 0, __ATOMIC_RELEASE);
    } else {
        free = __sync_sub_and_fetch(&lock->__state, 1) == 0;
    }
    if (free && __atomic_load_n(&lock->__waiters, __ATOMIC_ACQUIRE)) __wake(&lock->__state, __EVERYONE, lock->__shared);
    return 0;
}
