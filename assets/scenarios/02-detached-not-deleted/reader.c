#include <stdio.h>
#include <sys/shm.h>

int main(void) {
    int id = shmget(0x2345, 0, 0);
    int *q = shmat(id, NULL, SHM_RDONLY);

    if (shmget(0x2345, 0, 0) == -1)
        perror("shmget");
    printf("after removal: %d\n", q[0]);
    shmdt(q);
    if (shmat(id, NULL, 0) == (void *)-1)
        perror("shmat");
    return 0;
}
