// POSIX semaphores in a segment: two processes take turns.
#include <errno.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
    sem_t ping, pong;
    char text[200];
};

static void say(struct shared *shared, sem_t *mine, sem_t *other, const char *word) {
    for (int i = 0; i < 5; i++) {
        sem_wait(mine);
        sprintf(shared->text + strlen(shared->text), "%s %d\n", word, i);
        sem_post(other);
    }
}

int main(void) {
    int segment = shmget(IPC_PRIVATE, sizeof(struct shared), IPC_CREAT | 0600), value;
    struct shared *shared = shmat(segment, NULL, 0);
    struct timespec past = {1, 0};

    shmctl(segment, IPC_RMID, NULL);
    sem_init(&shared->ping, 1, 1);
    sem_init(&shared->pong, 1, 0);
    if (fork() == 0) {
        say(shared, &shared->pong, &shared->ping, "pong");
        return 0;
    }
    say(shared, &shared->ping, &shared->pong, "ping");
    wait(NULL);
    printf("%s", shared->text);
    sem_getvalue(&shared->ping, &value);
    printf("ping %d\n", value);
    printf("%d %d\n", sem_trywait(&shared->ping), sem_trywait(&shared->ping) < 0 && errno == EAGAIN);
    printf("%d\n", sem_timedwait(&shared->ping, &past) < 0 && errno == ETIMEDOUT);
    printf("%d\n", sem_init(&shared->ping, 1, 0x80000000u) < 0 && errno == EINVAL);
    return 0;
}
