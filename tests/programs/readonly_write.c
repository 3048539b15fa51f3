// A store through a read-only attachment is a segmentation fault.
#include <stdio.h>
#include <sys/shm.h>

int main(void) {
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    const int *p = shmat(id, NULL, SHM_RDONLY);
    shmctl(id, IPC_RMID, NULL);
    printf("zero-filled: %d\n", p[100]);
    fflush(stdout);
    *(int *)p = 1;
    printf("not reached\n");
    return 0;
}
