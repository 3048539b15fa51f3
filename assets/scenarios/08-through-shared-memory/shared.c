#include <stdio.h>
#include <stdlib.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

enum { EMPTY, FULL };

static void change(int set, int number, int by)
{
    struct sembuf operation = {number, by, 0};
    semop(set, &operation, 1);
}

int main(int argc, char **argv)
{
    int size = argc > 1 ? atoi(argv[1]) : 1024;
    int count = argc > 2 ? atoi(argv[2]) : 4;
    int sum = 0;
    int id = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
    int set = semget(IPC_PRIVATE, 2, IPC_CREAT | 0600);
    char *message = shmat(id, NULL, 0);

    if (id < 0 || set < 0 || message == (char *)-1) return 1;
    change(set, EMPTY, 1);
    if (fork() == 0) {
        for (int n = 1; n <= count; n++) {
            change(set, EMPTY, -1);
            for (int at = 0; at < size; at += PAGE) message[at] = n;
            change(set, FULL, 1);
        }
        _exit(0);
    }
    for (int n = 1; n <= count; n++) {
        change(set, FULL, -1);
        for (int at = 0; at < size; at += PAGE) sum += message[at];
        change(set, EMPTY, 1);
    }
    wait(NULL);
    shmctl(id, IPC_RMID, NULL);
    semctl(set, 0, IPC_RMID);
    printf("%d messages of %d bytes, sum %d\n", count, size, sum);
    return 0;
}
