// A grandchild outlives its parent and is given to init.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    int id = shmget(IPC_PRIVATE, 4096, 0600);
    volatile int *p = shmat(id, 0, 0);
    if (fork() == 0) {
        pid_t parent = getpid();
        if (fork() == 0) {
            while (!p[0]) sleep(1);
            sleep(1);
            p[1] = getppid() != parent;
            p[2] = 1;
            _exit(0);
        }
        exit(0);
    }
    wait(0);
    p[0] = 1;
    while (!p[2]) sleep(1);
    printf("reparented %d\n", p[1]);
    printf("%d\n", wait(0));
    return 0;
}
