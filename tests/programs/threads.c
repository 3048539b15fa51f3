/* Threads: sums, results, a mutex, values of their own, errno, detaching, leaving main early. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 4
#define ROUNDS 200

static long total;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t key;
static volatile int destroyed;

static void destroy(void *value) {
    free(value);
    __sync_fetch_and_add(&destroyed, 1);
}

static void *add(void *argument) {
    long from = (long)argument, i;
    int *own = malloc(sizeof *own);
    *own = (int)from;
    pthread_setspecific(key, own);
    for (i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&mutex);
        total += from;
        pthread_mutex_unlock(&mutex);
    }
    return (void *)(long)*(int *)pthread_getspecific(key);
}

static void *fail(void *argument) {
    (void)argument;
    close(-1);
    return (void *)(long)errno;
}

static void *leave(void *argument) {
    pthread_exit(argument);
}

static void *sleep_long(void *argument) {
    (void)argument;
    for (;;) sleep(1000);
    return NULL;
}

static void *last(void *argument) {
    (void)argument;
    usleep(1000);
    printf("main is gone\n");
    return NULL;
}

static void leave_main_first(void) {
    int status;
    pid_t child = fork();
    if (child == 0) {
        pthread_t thread;
        pthread_create(&thread, NULL, last, NULL);
        pthread_exit(NULL);
    }
    waitpid(child, &status, 0);
    printf("status %d\n", WEXITSTATUS(status));
}

int main(void) {
    pthread_t threads[THREADS], one;
    pthread_attr_t attributes;
    void *result;
    long i, results = 0;

    setbuf(stdout, NULL);
    pthread_key_create(&key, destroy);
    for (i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, add, (void *)(i + 1));
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &result);
        results += (long)result;
    }
    printf("total %ld, results %ld, destroyed %d\n", total, results, destroyed);

    errno = 0;
    pthread_create(&one, NULL, fail, NULL);
    pthread_join(one, &result);
    printf("its errno %s, mine %d\n", strerror((int)(long)result), errno);

    pthread_create(&one, NULL, leave, "left");
    pthread_join(one, &result);
    printf("%s, self %d %d\n", (char *)result, pthread_equal(pthread_self(), pthread_self()) != 0,
           pthread_join(pthread_self(), NULL) == EDEADLK);

    pthread_create(&one, NULL, sleep_long, NULL);
    pthread_cancel(one);
    pthread_join(one, &result);
    printf("cancelled %d\n", result == PTHREAD_CANCELED);

    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    printf("detached %d\n", pthread_create(&one, &attributes, leave, NULL));
    leave_main_first();
    return 0;
}
