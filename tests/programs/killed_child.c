// How children die: by return, exit, abort, a null pointer, a division by zero, kill.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int zero;

static void die(int how) {
    volatile int *nothing = NULL;
    switch (how) {
        case 0: exit(300);
        case 1: abort();
        case 2: *nothing = 1; break;
        case 3: zero = 100 / zero; break;
        case 4: kill(getpid(), SIGKILL); break;
        case 5: raise(SIGTERM); break;
        case 6: _exit(-1);
    }
}

int main(void) {
    for (int how = 0; how < 7; how++) {
        int status;
        if (fork() == 0) {
            die(how);
            _exit(99);
        }
        wait(&status);
        if (WIFEXITED(status))
            printf("%d: exit status %d\n", how, WEXITSTATUS(status));
        else if (WIFSIGNALED(status))
            printf("%d: %s\n", how, strsignal(WTERMSIG(status)));
        fflush(stdout);
    }
    return 0;
}
