#include <stdio.h>
#include <sys/shm.h>

int main(void) {
    int id = shmget(0x2345, 2*4096, IPC_CREAT | 0600);
    int *p = shmat(id, NULL, 0);
    p[0] = 77;
    shmdt(p);

    p = shmat(id, NULL, 0);
    printf("still there: %d\n", p[0]);

    shmctl(id, IPC_RMID, NULL);
    p[0] = 78;
    shmdt(p);
    return 0;
}
