#include <stdio.h>
#include <sys/shm.h>

int main(void) {
    int id = shmget(0x1234, 0, 0);
    int *q = shmat(id, NULL, 0);
    int got = q[0];
    printf("%d\n", got);
    shmdt(q);
    shmctl(id, IPC_RMID, NULL);
    return 0;
}
