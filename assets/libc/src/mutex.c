// Mutexes. The lock word is 0 free, 1 taken, 2 taken and somebody may sleep for it.
#include <errno.h>
#include <pthread.h>
#include <shmscope/futex.h>

#define TYPE 3
#define SHARED 128

static int type_of(const pthread_mutex_t *mutex) { return mutex->__kind & TYPE; }

int pthread_mutexattr_init(pthread_mutexattr_t *attributes) {
    attributes->__kind = PTHREAD_MUTEX_DEFAULT;
    return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes) { return 0; }

int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int type) {
    if (type < PTHREAD_MUTEX_NORMAL || type > PTHREAD_MUTEX_ERRORCHECK) return EINVAL;
    attributes->__kind = (attributes->__kind & ~TYPE) | type;
    return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t *attributes, int *type) {
    *type = attributes->__kind & TYPE;
    return 0;
}

int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int shared) {
    if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED) return EINVAL;
    attributes->__kind = (attributes->__kind & ~SHARED) | (shared ? SHARED : 0);
    return 0;
}

int pthread_mutexattr_getpshared(const pthread_mutexattr_t *attributes, int *shared) {
    *shared = (attributes->__kind & SHARED) != 0;
    return 0;
}

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes) {
    pthread_mutex_t fresh = PTHREAD_MUTEX_INITIALIZER;
    if (attributes) fresh.__kind = attributes->__kind;
    *mutex = fresh;
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex) { return mutex->__lock ? EBUSY : 0; }

// Whether the caller has a mutex of a kind that knows its owner.
static int is_mine(const pthread_mutex_t *mutex, int me) {
    return type_of(mutex) != PTHREAD_MUTEX_NORMAL && mutex->__lock && mutex->__owner == me;
}

// The owner locks again: 0, EDEADLK, or EAGAIN beyond what can be counted.
static int lock_again(pthread_mutex_t *mutex, int refusal) {
    if (type_of(mutex) == PTHREAD_MUTEX_ERRORCHECK) return refusal;
    if (mutex->__count == 0xffffffff) return EAGAIN;
    mutex->__count++;
    return 0;
}

static int take(pthread_mutex_t *mutex, const struct timespec *until) {
    int error = 0;
    if (__sync_bool_compare_and_swap(&mutex->__lock, 0, 1)) return 0;
    // Whoever sleeps leaves 2 behind, so that unlock knows of others.
    while (__atomic_exchange_n(&mutex->__lock, 2, __ATOMIC_ACQUIRE) != 0) {
        error = __sleep_while(&mutex->__lock, 2, mutex->__kind & SHARED, CLOCK_REALTIME, until);
        if (error == ETIMEDOUT || error == EINVAL) return error;
    }
    return 0;
}

int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until) {
    int me = type_of(mutex) == PTHREAD_MUTEX_NORMAL ? 0 : __thread_number();
    int error;
    if (is_mine(mutex, me)) return lock_again(mutex, EDEADLK);
    error = take(mutex, until);
    if (!error) mutex->__owner = me;
    return error;
}

int pthread_mutex_lock(pthread_mutex_t *mutex) { return pthread_mutex_timedlock(mutex, NULL); }

int pthread_mutex_trylock(pthread_mutex_t *mutex) {
    int me = type_of(mutex) == PTHREAD_MUTEX_NORMAL ? 0 : __thread_number();
    if (is_mine(mutex, me)) return lock_again(mutex, EBUSY);
    if (!__sync_bool_compare_and_swap(&mutex->__lock, 0, 1)) return EBUSY;
    mutex->__owner = me;
    return 0;
}

int pthread_mutex_unlock(pthread_mutex_t *mutex) {
    if (type_of(mutex) != PTHREAD_MUTEX_NORMAL) {
        if (!is_mine(mutex, __thread_number())) return EPERM;
        if (mutex->__count > 0) {
            mutex->__count--;
            return 0;
        }
        mutex->__owner = 0;
    }
    if (__atomic_exchange_n(&mutex->__lock, 0, __ATOMIC_RELEASE) == 2) {
        __wake(&mutex->__lock, 1, mutex->__kind & SHARED);
    }
    return 0;
}
