// A producer and two consumers share a ring of four places, guarded by three System V semaphores.
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLACES 4
#define ITEMS 30
enum { FREE, FULL, MUTEX };

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
};

struct ring {
    int items[PLACES];
    int in, out;
    int sum[2];
};

static int set;

static void change(int number, int by) {
    struct sembuf operation = {number, by, 0};
    if (semop(set, &operation, 1) < 0) {
        perror("semop");
        exit(1);
    }
}

// Both at once: a place of the kind wanted, and the ring to itself.
static void enter(int number) {
    struct sembuf both[2] = {{number, -1, 0}, {MUTEX, -1, 0}};
    if (semop(set, both, 2) < 0) {
        perror("semop of two");
        exit(1);
    }
}

static void consume(struct ring *ring, int who) {
    for (;;) {
        int item;
        enter(FULL);
        item = ring->items[ring->out];
        ring->out = (ring->out + 1) % PLACES;
        change(MUTEX, 1);
        change(FREE, 1);
        if (item == 0) exit(0);
        ring->sum[who] += item;
    }
}

int main(void) {
    unsigned short values[3] = {PLACES, 0, 1};
    union semun argument = {.array = values};
    int segment = shmget(IPC_PRIVATE, sizeof(struct ring), IPC_CREAT | 0600);
    struct ring *ring = shmat(segment, NULL, 0);
    struct semid_ds state;

    set = semget(IPC_PRIVATE, 3, IPC_CREAT | 0600);
    semctl(set, 0, SETALL, argument);
    for (int who = 0; who < 2; who++) {
        if (fork() == 0) consume(ring, who);
    }
    for (int item = 1; item <= ITEMS + 2; item++) {
        enter(FREE);
        ring->items[ring->in] = item <= ITEMS ? item : 0;
        ring->in = (ring->in + 1) % PLACES;
        change(MUTEX, 1);
        change(FULL, 1);
    }
    while (wait(NULL) > 0) {
    }
    semctl(set, 0, GETALL, argument);
    printf("sum %d\n", ring->sum[0] + ring->sum[1]);
    printf("free %d full %d mutex %d\n", values[FREE], values[FULL], values[MUTEX]);
    argument.buf = &state;
    semctl(set, 0, IPC_STAT, argument);
    printf("%lu semaphores, used: %d\n", state.sem_nsems, state.sem_otime != 0);
    semctl(set, 0, IPC_RMID);
    shmctl(segment, IPC_RMID, NULL);
    return semctl(set, 0, GETVAL) == -1 ? 0 : 1;
}
