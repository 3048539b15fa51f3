/* Mutexes, condition variables, barriers and reader/writer locks between processes. */
#include "child.h"

#include <pthread.h>
#include <time.h>

struct shared {
    pthread_mutex_t mutex, checked, recursive;
    pthread_cond_t changed;
    pthread_barrier_t barrier;
    pthread_rwlock_t lock;
    int ready, waiting, serial, arrived;
};

static struct shared *shared;
static struct timespec past = {1, 0}, wrong = {1, 1000000000};

static void make_mutex(pthread_mutex_t *mutex, int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_settype(&attributes, type);
    pthread_mutex_init(mutex, &attributes);
}

static void make_all(void) {
    pthread_condattr_t condition;
    pthread_barrierattr_t barrier;
    pthread_rwlockattr_t lock;
    make_mutex(&shared->mutex, PTHREAD_MUTEX_NORMAL);
    make_mutex(&shared->checked, PTHREAD_MUTEX_ERRORCHECK);
    make_mutex(&shared->recursive, PTHREAD_MUTEX_RECURSIVE);
    pthread_condattr_init(&condition);
    pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&shared->changed, &condition);
    pthread_barrierattr_init(&barrier);
    pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&shared->barrier, &barrier, 3);
    pthread_rwlockattr_init(&lock);
    pthread_rwlockattr_setpshared(&lock, PTHREAD_PROCESS_SHARED);
    pthread_rwlock_init(&shared->lock, &lock);
}

static int try_it(void) { return pthread_mutex_trylock(&shared->mutex); }
static int lock_in_vain(void) { return pthread_mutex_timedlock(&shared->mutex, &past); }
static int lock_and_end(void) { return pthread_mutex_lock(&shared->mutex) + pthread_mutex_unlock(&shared->mutex); }
static int unlock_anothers(void) { return pthread_mutex_unlock(&shared->checked); }
static int try_anothers(void) { return pthread_mutex_trylock(&shared->recursive); }

static void mutexes(void) {
    pid_t child;
    ROW("SYNC1 a mutex is locked once", pthread_mutex_lock(&shared->mutex) == 0 && child_ends(try_it) == EBUSY);
    ROW("SYNC2 waiting for it until a time that is over: ETIMEDOUT", child_ends(lock_in_vain) == ETIMEDOUT);
    child = child_running(lock_and_end);
    usleep(20000);
    ROW("SYNC3 who waits gets it", pthread_mutex_unlock(&shared->mutex) == 0 && end_of(child) == 0);
    ROW("SYNC4 one that checks, locked again: EDEADLK",
        pthread_mutex_lock(&shared->checked) == 0 && pthread_mutex_lock(&shared->checked) == EDEADLK);
    ROW("SYNC5 unlocked by another: EPERM", child_ends(unlock_anothers) == EPERM);
    ROW("SYNC6 not locked: EPERM",
        pthread_mutex_unlock(&shared->checked) == 0 && pthread_mutex_unlock(&shared->checked) == EPERM);
    ROW("SYNC7 a recursive one is its owner's as often as he wants",
        pthread_mutex_lock(&shared->recursive) == 0 && pthread_mutex_lock(&shared->recursive) == 0 &&
            pthread_mutex_trylock(&shared->recursive) == 0);
    ROW("SYNC8 and free after as many unlocks",
        pthread_mutex_unlock(&shared->recursive) == 0 && pthread_mutex_unlock(&shared->recursive) == 0 &&
            child_ends(try_anothers) == EBUSY && pthread_mutex_unlock(&shared->recursive) == 0 &&
            pthread_mutex_unlock(&shared->recursive) == EPERM);
}

static int wait_for_change(void) {
    pthread_mutex_lock(&shared->mutex);
    shared->waiting++;
    while (!shared->ready) pthread_cond_wait(&shared->changed, &shared->mutex);
    shared->ready--;
    return pthread_mutex_unlock(&shared->mutex);
}

static void until_waiting(int children) {
    for (;;) {
        int waiting;
        pthread_mutex_lock(&shared->mutex);
        waiting = shared->waiting;
        pthread_mutex_unlock(&shared->mutex);
        if (waiting == children) return;
        usleep(1000);
    }
}

static void conditions(void) {
    pid_t one = child_running(wait_for_change), two;
    until_waiting(1);
    pthread_mutex_lock(&shared->mutex);
    shared->ready = 1;
    ROW("SYNC9 a signal wakes who waits", pthread_cond_signal(&shared->changed) == 0 &&
                                              pthread_mutex_unlock(&shared->mutex) == 0 && end_of(one) == 0);
    one = child_running(wait_for_change), two = child_running(wait_for_change);
    until_waiting(3);
    pthread_mutex_lock(&shared->mutex);
    shared->ready = 2;
    ROW("SYNC10 a broadcast wakes all",
        pthread_cond_broadcast(&shared->changed) == 0 && pthread_mutex_unlock(&shared->mutex) == 0 &&
            end_of(one) == 0 && end_of(two) == 0 && shared->ready == 0);
    pthread_mutex_lock(&shared->mutex);
    ROW("SYNC11 waiting until a time that is over: ETIMEDOUT, and the mutex is locked again",
        pthread_cond_timedwait(&shared->changed, &shared->mutex, &past) == ETIMEDOUT && child_ends(try_it) == EBUSY);
    ROW("SYNC12 no time at all: EINVAL", pthread_cond_timedwait(&shared->changed, &shared->mutex, &wrong) == EINVAL);
    pthread_mutex_unlock(&shared->mutex);
}

static int arrive(void) {
    __sync_fetch_and_add(&shared->arrived, 1);
    if (pthread_barrier_wait(&shared->barrier) == PTHREAD_BARRIER_SERIAL_THREAD) __sync_fetch_and_add(&shared->serial, 1);
    return shared->arrived;
}

static void barriers(void) {
    pthread_barrier_t none;
    pid_t one = child_running(arrive), two = child_running(arrive);
    ROW("SYNC13 nobody passes a barrier before all have arrived", arrive() == 3 && end_of(one) == 3 && end_of(two) == 3);
    ROW("SYNC14 one of them is told", shared->serial == 1);
    ROW("SYNC15 a barrier for nobody: EINVAL", pthread_barrier_init(&none, NULL, 0) == EINVAL);
}

static int try_to_read(void) { return pthread_rwlock_tryrdlock(&shared->lock); }
static int try_to_write(void) { return pthread_rwlock_trywrlock(&shared->lock); }
static int read_it(void) { return pthread_rwlock_rdlock(&shared->lock) + pthread_rwlock_unlock(&shared->lock); }

static void readers_and_writers(void) {
    pid_t child;
    ROW("SYNC16 readers share a lock", pthread_rwlock_rdlock(&shared->lock) == 0 && child_ends(read_it) == 0);
    ROW("SYNC17 a writer does not: EBUSY", child_ends(try_to_write) == EBUSY);
    pthread_rwlock_unlock(&shared->lock);
    ROW("SYNC18 nobody shares a writer's", pthread_rwlock_wrlock(&shared->lock) == 0 &&
                                               child_ends(try_to_read) == EBUSY && child_ends(try_to_write) == EBUSY);
    ROW("SYNC19 the writer himself: EDEADLK", pthread_rwlock_wrlock(&shared->lock) == EDEADLK &&
                                                  pthread_rwlock_rdlock(&shared->lock) == EDEADLK);
    child = child_running(read_it);
    usleep(20000);
    ROW("SYNC20 who waits gets it", pthread_rwlock_unlock(&shared->lock) == 0 && end_of(child) == 0);
}

int main(void) {
    shared = shmat(new_segment(sizeof *shared), NULL, 0);
    make_all();
    mutexes();
    conditions();
    barriers();
    readers_and_writers();
    return finish();
}
