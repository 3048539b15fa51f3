#include <stdio.h>
#include <sys/shm.h>

int main(void) {
    int id = shmget(1, 50, IPC_CREAT | 0777);
    int *p = shmat(id, NULL, SHM_EXEC);

    *p = 1234;
    printf("before shmdt: %d\n", *p);
    shmdt(p);
    printf("detached\n");
    fflush(stdout);

    printf("after shmdt: %d\n", *p);
    return 0;
}
