#define _GNU_SOURCE
// A mutex and a condition variable in a segment: children hand a counter round in order.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHILDREN 3
#define ROUNDS 4

struct shared {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    pthread_barrier_t start;
    pthread_rwlock_t lock;
    int turn, count;
    int order[CHILDREN * ROUNDS];
};

static void work(struct shared *shared, int me) {
    pthread_barrier_wait(&shared->start);
    for (int round = 0; round < ROUNDS; round++) {
        pthread_mutex_lock(&shared->mutex);
        while (shared->turn != me) pthread_cond_wait(&shared->changed, &shared->mutex);
        shared->order[shared->count++] = me;
        shared->turn = (me + 1) % CHILDREN;
        pthread_cond_broadcast(&shared->changed);
        pthread_mutex_unlock(&shared->mutex);
    }
}

static void initialise(struct shared *shared) {
    pthread_mutexattr_t mutex;
    pthread_condattr_t condition;
    pthread_barrierattr_t barrier;
    pthread_rwlockattr_t lock;
    pthread_mutexattr_init(&mutex);
    pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&shared->mutex, &mutex);
    pthread_condattr_init(&condition);
    pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&shared->changed, &condition);
    pthread_barrierattr_init(&barrier);
    pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED);
    pthread_barrier_init(&shared->start, &barrier, CHILDREN);
    pthread_rwlockattr_init(&lock);
    pthread_rwlockattr_setpshared(&lock, PTHREAD_PROCESS_SHARED);
    pthread_rwlock_init(&shared->lock, &lock);
}

static void kinds(void) {
    pthread_mutex_t recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP, checked;
    pthread_mutexattr_t attributes;
    struct timespec past = {1, 0};
    int a = pthread_mutex_lock(&recursive), b = pthread_mutex_lock(&recursive), c = pthread_mutex_trylock(&recursive);
    printf("recursive %d %d %d", a, b, c);
    for (int i = 0; i < 4; i++) printf(" %d", pthread_mutex_unlock(&recursive) == (i < 3 ? 0 : EPERM));
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&checked, &attributes);
    a = pthread_mutex_lock(&checked), b = pthread_mutex_lock(&checked), c = pthread_mutex_trylock(&checked);
    printf("\nchecked %d %d %d", a, b == EDEADLK, c == EBUSY);
    a = pthread_mutex_unlock(&checked), b = pthread_mutex_unlock(&checked);
    printf(" %d %d\n", a, b == EPERM);
    pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;
    a = pthread_mutex_lock(&plain), b = pthread_mutex_trylock(&plain), c = pthread_mutex_timedlock(&plain, &past);
    printf("plain %d %d %d\n", a, b == EBUSY, c == ETIMEDOUT);
}

static void readers(struct shared *shared) {
    struct timespec past = {1, 0};
    int a = pthread_rwlock_rdlock(&shared->lock), b = pthread_rwlock_tryrdlock(&shared->lock);
    int c = pthread_rwlock_trywrlock(&shared->lock), d = pthread_rwlock_timedwrlock(&shared->lock, &past);
    printf("read %d %d write %d %d\n", a, b, c == EBUSY, d == ETIMEDOUT);
    pthread_rwlock_unlock(&shared->lock);
    pthread_rwlock_unlock(&shared->lock);
    a = pthread_rwlock_wrlock(&shared->lock), b = pthread_rwlock_tryrdlock(&shared->lock);
    c = pthread_rwlock_wrlock(&shared->lock), d = pthread_rwlock_unlock(&shared->lock);
    printf("write %d read %d again %d unlock %d\n", a, b == EBUSY, c == EDEADLK, d);
}

static int initialisations;
static void once(void) { initialisations++; }

int main(void) {
    int segment = shmget(IPC_PRIVATE, sizeof(struct shared), IPC_CREAT | 0600);
    struct shared *shared = shmat(segment, NULL, 0);
    pthread_once_t control = PTHREAD_ONCE_INIT;
    pthread_spinlock_t spin;

    shmctl(segment, IPC_RMID, NULL);
    initialise(shared);
    for (int i = 0; i < CHILDREN; i++) {
        if (fork() == 0) {
            work(shared, i);
            _exit(0);
        }
    }
    while (wait(NULL) > 0) {
    }
    for (int i = 0; i < shared->count; i++) printf("%d ", shared->order[i]);
    printf("\n");
    kinds();
    readers(shared);
    pthread_once(&control, once);
    pthread_once(&control, once);
    pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
    pthread_spin_lock(&spin);
    printf("once %d spin %d\n", initialisations, pthread_spin_trylock(&spin) == EBUSY);
    printf("%zu %zu %zu %zu\n", sizeof(pthread_mutex_t), sizeof(pthread_cond_t), sizeof(pthread_rwlock_t),
           sizeof(pthread_barrier_t));
    return 0;
}
