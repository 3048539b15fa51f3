// Producer and consumer around a ring buffer, both waiting busily, one of them by goto.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE 5

typedef struct {
    int buf[SIZE];
    volatile int in, out, done;
} q;

int main() {
    int id = shmget(1234, sizeof(q), IPC_CREAT | 0666);
    q *p = shmat(id, NULL, 0);
    if (p == (void *)-1)
        return 1;
    p->in = p->out = p->done = 0;
    if (fork() == 0) {
        int got = 0, sum = 0;
        while (1) {
            while (p->in == p->out) {
                if (p->done && p->in == p->out)
                    goto end;
            }
            int v = p->buf[p->out];
            p->out = (p->out + 1) % SIZE;
            sum += v;
            got++;
            printf("consumed %d\n", v);
        }
    end:
        printf("got %d sum %d\n", got, sum);
        shmdt(p);
        exit(0);
    }
    for (int i = 1; i <= 12; i++) {
        while ((p->in + 1) % SIZE == p->out)
            ;
        p->buf[p->in] = i * i;
        p->in = (p->in + 1) % SIZE;
    }
    p->done = 1;
    wait(NULL);
    printf("parent done\n");
    shmdt(p);
    shmctl(id, IPC_RMID, 0);
    return 0;
}
