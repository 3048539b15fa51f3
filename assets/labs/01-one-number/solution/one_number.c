#include <stdio.h>
#include <stdlib.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

int main(void)
{
    int id = shmget(IPC_PRIVATE, sizeof(int), IPC_CREAT | 0600);
    if (id == -1)
        fail("shmget");
    int *number = shmat(id, NULL, 0);
    if (number == (void *)-1)
        fail("shmat");

    *number = 42;                /* before the fork, so the child cannot be too early */
    pid_t child = fork();
    if (child == -1)
        fail("fork");
    if (child == 0) {
        printf("child got %d\n", *number);
        shmdt(number);
        return 0;
    }

    wait(NULL);
    shmdt(number);
    if (shmctl(id, IPC_RMID, NULL) == -1)
        fail("shmctl");
    return 0;
}
