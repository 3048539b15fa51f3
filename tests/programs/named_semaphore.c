// A semaphore with a name: opened by a child on its own, kept by the file until it is unlinked.
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "/shmscope-test-semaphore"

int main(void) {
    sem_t *semaphore, *again;
    int value;

    sem_unlink(NAME);
    printf("%s\n", sem_open(NAME, 0) == SEM_FAILED ? strerror(errno) : "there");
    semaphore = sem_open(NAME, O_CREAT | O_EXCL, 0600, 0);
    printf("%s\n", sem_open(NAME, O_CREAT | O_EXCL, 0600, 0) == SEM_FAILED ? strerror(errno) : "made");
    again = sem_open(NAME, O_CREAT, 0600, 9);
    printf("same pointer %d\n", again == semaphore);
    fflush(stdout);
    if (fork() == 0) {
        sem_t *mine = sem_open(NAME, 0);
        printf("child posts\n");
        fflush(stdout);
        sem_post(mine);
        return 0;
    }
    sem_wait(semaphore);
    wait(NULL);
    sem_getvalue(again, &value);
    printf("value %d\n", value);
    printf("%d %d\n", sem_unlink(NAME), sem_unlink(NAME));
    printf("%d %d", sem_close(again), sem_post(semaphore));
    printf(" %d\n", sem_close(semaphore));
    printf("%d\n", sem_close(semaphore) == -1 && errno == EINVAL);
    return 0;
}
