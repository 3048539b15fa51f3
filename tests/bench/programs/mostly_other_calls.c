// Calls that are mostly no business of a tracer of shared memory: N getppid, and between them 20 segments made, attached,
// written and removed.
#include <stdlib.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ROUNDS = 20, PAGES = 16, PAGE = 4096 };

int main(int argc, char** argv) {
    const long calls = argc > 1 ? atol(argv[1]) : 0;
    for (int round = 0; round < ROUNDS; ++round) {
        const int id = shmget(IPC_PRIVATE, PAGES * PAGE, 0600);
        char* memory = shmat(id, NULL, 0);
        if (memory == (char*)-1) return 1;
        for (long i = 0; i < calls / ROUNDS; ++i) syscall(SYS_getppid);
        for (int page = 0; page < PAGES; ++page) memory[page * PAGE] = 1;
        shmdt(memory);
        shmctl(id, IPC_RMID, NULL);
    }
    return 0;
}
