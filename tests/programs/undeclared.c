// main without a type, and the id compared before it is assigned: it works because the first id is 0.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

main() {
    int id, *x;
    if (id = shmget(IPC_PRIVATE, 4, IPC_CREAT | 0666) < 0) {
        perror("x");
        exit(1);
    }
    printf("id=%d\n", id);
    x = shmat(id, 0, 0);
    *x = 17;
    printf("%d\n", *x);
    shmdt(x);
    shmctl(id, IPC_RMID, 0);
}
