#include <stdio.h>
#include <sys/shm.h>

int main(void) {
    int id = shmget(0x5678, 4096, IPC_CREAT | 0600);
    int *counter = shmat(id, NULL, 0);
    *counter = *counter + 1;
    printf("counter: %d\n", *counter);
    return 0;
}
