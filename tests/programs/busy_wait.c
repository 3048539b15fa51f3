// A course classic: void main, NULL stored in a char, permission bits as shmat flags, busy waiting with sleep.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHMSZ 27

void main() {
    char c;
    int shmid;
    key_t key;
    char *shm, *s;
    pid_t pid;
    key = 5678;
    if ((shmid = shmget(key, SHMSZ, IPC_CREAT | 0666)) < 0) {
        perror("shmget");
        exit(1);
    }
    pid = fork();
    if (pid == 0) {
        if ((shm = shmat(shmid, NULL, 0)) == (char *)-1) {
            perror("shmat");
            exit(1);
        }
        while (*shm != 'a') usleep(1000);
        for (s = shm; *s != NULL; s++) putchar(*s);
        putchar('\n');
        *shm = '*';
        exit(0);
    }
    if ((shm = shmat(shmid, NULL, 0666)) == (char *)-1) {
        perror("shmat");
        exit(1);
    }
    s = shm + 1;
    for (c = 'b'; c <= 'z'; c++) *s++ = c;
    *s = NULL;
    *shm = 'a';
    while (*shm != '*') sleep(1);
    wait(NULL);
    printf("done %c\n", *shm);
    exit(3);
}
