// Every way a child can end, and every way to ask: wait, waitpid, WNOHANG, kill with signal 0.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    int st;
    pid_t c;
    if (!(c = fork()))
        abort();
    waitpid(c, &st, 0);
    printf("%d %d %d\n", WIFEXITED(st), WIFSIGNALED(st), WTERMSIG(st));
    if (!(c = fork()))
        for (;;)
            ;
    kill(c, SIGTERM);
    printf("%d\n", wait(&st) == c);
    printf("%d %d\n", WIFSIGNALED(st), WTERMSIG(st));
    if (!(c = fork()))
        pause();
    printf("%d\n", waitpid(c, &st, WNOHANG));
    kill(c, 9);
    waitpid(c, &st, 0);
    printf("%d %x\n", WTERMSIG(st), st);
    if (!(c = fork()))
        exit(256 + 7);
    printf("%d\n", waitpid(-1, &st, 0) == c);
    printf("%d\n", WEXITSTATUS(st));
    printf("%d\n", wait(&st));
    perror("wait");
    printf("%d\n", waitpid(12345, 0, 0));
    perror("waitpid");
    printf("%d\n", kill(c, 0));
    perror("kill");
    if (!(c = fork()))
        return -1;
    sleep(1);
    printf("zombie %d\n", kill(c, 0));
    wait(&st);
    printf("%d\n", WEXITSTATUS(st));
    if (!(c = fork()))
        raise(SIGSEGV);
    wait(&st);
    printf("%d\n", st & 127);
    fflush(stdout);
    kill(getpid(), SIGKILL);
    return 0;
}
