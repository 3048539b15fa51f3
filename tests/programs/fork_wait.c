// fork, wait, exit statuses; memory is copied, not shared.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int global = 1;

int main(void) {
    int local = 10;
    int *heap = malloc(sizeof *heap);
    *heap = 100;
    for (int i = 0; i < 3; i++) {
        fflush(stdout);
        pid_t pid = fork();
        if (pid < 0) {
            perror("fork");
            return 1;
        }
        if (pid == 0) {
            global += i;
            local += i;
            *heap += i;
            printf("child %d: %d %d %d\n", i, global, local, *heap);
            exit(20 + i);
        }
        int status;
        pid_t ended = waitpid(pid, &status, 0);
        printf("same pid %d, exited %d, status %d, signalled %d\n", ended == pid, WIFEXITED(status),
               WEXITSTATUS(status), WIFSIGNALED(status));
    }
    printf("parent: %d %d %d\n", global, local, *heap);
    printf("no more: %d\n", wait(NULL));
    perror("wait");
    return 0;
}
