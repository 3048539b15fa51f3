// A server and its client that find each other by key; both spin on a status.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEY 0x5151
#define NOT_READY -1
#define FILLED 0
#define TAKEN 1

struct Memory {
    int status;
    int data[4];
};

void client(int argc, char **argv) {
    int id = shmget(KEY, sizeof(struct Memory), 0666);
    if (id < 0) {
        printf("*** shmget error (client) ***\n");
        exit(1);
    }
    printf("   Client has received a shared memory of four integers...\n");
    struct Memory *p = (struct Memory *)shmat(id, NULL, 0);
    if ((long)p == -1) {
        printf("*** shmat error (client) ***\n");
        exit(1);
    }
    while (((volatile struct Memory *)p)->status != FILLED)
        ;
    printf("   Client found %d %d %d %d\n", p->data[0], p->data[1], p->data[2], p->data[3]);
    p->status = TAKEN;
    shmdt((void *)p);
    exit(0);
}

int main(int argc, char *argv[]) {
    if (argc != 5) {
        printf("Use: %s #1 #2 #3 #4\n", argv[0]);
        exit(1);
    }
    int id = shmget(KEY, sizeof(struct Memory), IPC_CREAT | 0666);
    if (id < 0) {
        exit(1);
    }
    struct Memory *p = (struct Memory *)shmat(id, NULL, 0);
    p->status = NOT_READY;
    for (int i = 0; i < 4; i++) p->data[i] = atoi(argv[i + 1]);
    fflush(stdout);
    if (fork() == 0)
        client(argc, argv);
    p->status = FILLED;
    while (((volatile struct Memory *)p)->status != TAKEN) sleep(1);
    printf("Server has detected the completion of its child...\n");
    wait(NULL);
    shmdt((void *)p);
    shmctl(id, IPC_RMID, NULL);
    exit(0);
}
