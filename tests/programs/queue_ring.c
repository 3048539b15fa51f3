#define _DEFAULT_SOURCE
// A ring buffer in shared memory between a producer and a consumer that take turns by flags.
#include <stdio.h>
#include <stdlib.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS 4
#define ITEMS 10

struct ring {
    volatile int head, tail;
    volatile int items[SLOTS];
};

int main(void) {
    int id = shmget(IPC_PRIVATE, sizeof(struct ring), IPC_CREAT | 0600);
    struct ring *ring = shmat(id, NULL, 0);
    shmctl(id, IPC_RMID, NULL);
    pid_t consumer = fork();
    if (consumer == 0) {
        int sum = 0;
        for (int i = 0; i < ITEMS; i++) {
            while (ring->tail == ring->head) usleep(100);
            sum += ring->items[ring->tail % SLOTS];
            ring->tail++;
        }
        exit(sum);
    }
    for (int i = 1; i <= ITEMS; i++) {
        while (ring->head - ring->tail == SLOTS) usleep(100);
        ring->items[ring->head % SLOTS] = i * 2;
        ring->head++;
    }
    int status;
    waitpid(consumer, &status, 0);
    printf("sum %d, head %d, tail %d\n", WEXITSTATUS(status), ring->head, ring->tail);
    return 0;
}
