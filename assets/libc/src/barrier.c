// Barriers, once, spin locks.
#include <errno.h>
#include <pthread.h>
#include <shmscope/futex.h>
#include <string.h>

int pthread_barrierattr_init(pthread_barrierattr_t *attributes) {
    attributes->__shared = PTHREAD_PROCESS_PRIVATE;
    return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t *attributes) { return 0; }

int pthread_barrierattr_setpshared(pthread_barrierattr_t *attributes, int shared) {
    if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED) return EINVAL;
    attributes->__shared = shared;
    return 0;
}

int pthread_barrierattr_getpshared(const pthread_barrierattr_t *attributes, int *shared) {
    *shared = attributes->__shared;
    return 0;
}

int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes, unsigned int count) {
    if (count == 0 || count > 0x7fffffff) return EINVAL;
    memset(barrier, 0, sizeof *barrier);
    barrier->__needed = count;
    if (attributes) barrier->__shared = attributes->__shared;
    return 0;
}

int pthread_barrier_destroy(pthread_barrier_t *barrier) { return 0; }

// The last to arrive opens the next round for all.
int pthread_barrier_wait(pthread_barrier_t *barrier) {
    unsigned int round = __atomic_load_n(&barrier->__round, __ATOMIC_ACQUIRE);
    if (__sync_add_and_fetch(&barrier->__arrived, 1) == barrier->__needed) {
        barrier->__arrived = 0;
        __sync_fetch_and_add(&barrier->__round, 1);
        __wake(&barrier->__round, __EVERYONE, barrier->__shared);
        return PTHREAD_BARRIER_SERIAL_THREAD;
    }
    while (__atomic_load_n(&barrier->__round, __ATOMIC_ACQUIRE) == round) {
        __sleep_while(&barrier->__round, round, barrier->__shared, CLOCK_REALTIME, NULL);
    }
    return 0;
}

#define RUNNING 1
#define DONE 2

int pthread_once(pthread_once_t *once, void (*initialise)(void)) {
    while (__atomic_load_n(once, __ATOMIC_ACQUIRE) != DONE) {
        if (__sync_bool_compare_and_swap(once, PTHREAD_ONCE_INIT, RUNNING)) {
            initialise();
            __atomic_store_n(once, DONE, __ATOMIC_RELEASE);
            __wake(once, __EVERYONE, 0);
        } else {
            __sleep_while(once, RUNNING, 0, CLOCK_REALTIME, NULL);
        }
    }
    return 0;
}

int pthread_spin_init(pthread_spinlock_t *lock, int shared) {
    *lock = 0;
    return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *lock) { return 0; }

int pthread_spin_lock(pthread_spinlock_t *lock) {
    while (__sync_lock_test_and_set(lock, 1)) {
    }
    return 0;
}

int pthread_spin_trylock(pthread_spinlock_t *lock) { return __sync_lock_test_and_set(lock, 1) ? EBUSY : 0; }

int pthread_spin_unlock(pthread_spinlock_t *lock) {
    __sync_lock_release(lock);
    return 0;
}
