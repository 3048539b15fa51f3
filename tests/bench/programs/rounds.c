/* Attach, touch, detach: argv[1] rounds. The same file runs on both kernels. */
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>

int main(int argc, char **argv) {
    long rounds = argc > 1 ? atol(argv[1]) : 0;
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    if (id < 0) return 1;
    for (long i = 0; i < rounds; i++) {
        char *p = shmat(id, 0, 0);
        *p = 1;
        shmdt(p);
    }
    shmctl(id, IPC_RMID, 0);
    return 0;
}
