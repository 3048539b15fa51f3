#include <stdio.h>
#include <sys/shm.h>

int main(void) {
    int id = shmget(0x5678, 4096, IPC_CREAT | IPC_EXCL | 0600);
    if (id == -1) {
        perror("shmget");
        return 1;
    }
    int *counter = shmat(id, NULL, 0);
    *counter = *counter + 1;
    printf("counter: %d\n", *counter);
    return 0;
}
