// A structure in shared memory, filled by a child as argv asks.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

long fact(int n) {
    return n <= 1 ? 1 : n * fact(n - 1);
}

int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

typedef struct {
    long fib_sequence[20];
    int sequence_size;
} shared_data;

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s n\n", argv[0]);
        return 1;
    }
    int n = atoi(argv[1]);
    if (n < 0 || n > 20) {
        printf("bad\n");
        return 2;
    }
    int id = shmget(IPC_PRIVATE, sizeof(shared_data), 0600);
    shared_data *d = (shared_data *)shmat(id, NULL, 0);
    d->sequence_size = n;
    pid_t pid = fork();
    if (pid < 0) {
        perror("fork");
        exit(1);
    } else if (pid == 0) {
        for (int i = 0; i < d->sequence_size; i++) d->fib_sequence[i] = fib(i);
        exit(0);
    } else {
        waitpid(pid, NULL, 0);
        for (int i = 0; i < d->sequence_size; i++) printf("%ld ", d->fib_sequence[i]);
        printf("\n%ld\n", fact(n));
    }
    shmdt(d);
    shmctl(id, IPC_RMID, NULL);
    return 0;
}
