// Children of children, each waited for by its parent; statuses add up.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

// Counts the processes of a full binary tree below this one.
static int grow(int depth) {
    int total = 1;
    for (int side = 0; side < 2 && depth > 0; side++) {
        pid_t pid = fork();
        if (pid == 0) _exit(grow(depth - 1));
        int status = 0;
        waitpid(pid, &status, 0);
        total += WEXITSTATUS(status);
    }
    return total;
}

int main(void) {
    pid_t me = getpid();
    pid_t pid = fork();
    if (pid == 0) return getppid() == me ? 3 : 4;
    int status;
    wait(&status);
    printf("child saw its parent: %d\n", WEXITSTATUS(status) == 3);
    printf("processes: %d\n", grow(3));
    return 0;
}
