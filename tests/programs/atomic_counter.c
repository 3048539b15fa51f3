#define _DEFAULT_SOURCE
// Children count in shared memory at the same time; an atomic addition loses none.
#include <stdio.h>
#include <stdlib.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 4
#define ROUNDS 200

int main(void) {
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    volatile int *shared = shmat(id, NULL, 0);
    shmctl(id, IPC_RMID, NULL);
    for (int i = 0; i < CHILDREN; i++) {
        if (fork() != 0) continue;
        for (int round = 0; round < ROUNDS; round++) {
            __sync_fetch_and_add(&shared[0], 1);
            while (__sync_lock_test_and_set(&shared[1], 1)) usleep(1);
            shared[2] = shared[2] + 2;
            __sync_lock_release(&shared[1]);
        }
        exit(i);
    }
    int sum = 0, status;
    while (wait(&status) > 0) sum += WEXITSTATUS(status);
    printf("%d %d %d\n", shared[0], shared[2], sum);
    return 0;
}
