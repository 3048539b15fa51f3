// Mutual exclusion by Peterson: no increment is lost.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct S {
    volatile int flag[2];
    volatile int turn;
    volatile int count;
};

void run(struct S *s, int me) {
    for (int i = 0; i < 200; i++) {
        s->flag[me] = 1;
        s->turn = !me;
        __sync_synchronize();
        while (s->flag[!me] && s->turn == !me)
            ;
        int t = s->count;
        t++;
        s->count = t;
        __sync_synchronize();
        s->flag[me] = 0;
    }
}

int main() {
    int id = shmget(IPC_PRIVATE, sizeof(struct S), 0600);
    struct S *s = shmat(id, 0, 0);
    if (fork() == 0) {
        run(s, 0);
        _exit(0);
    }
    run(s, 1);
    wait(0);
    printf("%d\n", s->count);
    shmctl(id, IPC_RMID, 0);
}
