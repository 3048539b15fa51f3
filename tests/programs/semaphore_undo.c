// A child is killed while it holds a semaphore: with SEM_UNDO it comes back, without it is lost.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

static int set;

static int change(int by, int flags) {
    struct sembuf operation = {0, by, flags};
    return semop(set, &operation, 1);
}

static void holder_dies(int flags) {
    int status;
    pid_t child = fork();
    if (child == 0) {
        change(-1, flags);
        kill(getpid(), SIGKILL);
    }
    waitpid(child, &status, 0);
    printf("killed by %d, value %d, last used by the child: %d\n", WTERMSIG(status), semctl(set, 0, GETVAL),
           semctl(set, 0, GETPID) == child);
}

int main(void) {
    struct timespec moment = {0, 1000000};
    struct sembuf take = {0, -1, 0};

    set = semget(IPC_PRIVATE, 1, 0600);
    semctl(set, 0, SETVAL, 1);
    holder_dies(SEM_UNDO);
    holder_dies(0);
    printf("IPC_NOWAIT: %s\n", change(-1, IPC_NOWAIT) < 0 ? strerror(errno) : "taken");
    printf("semtimedop: %s\n", semtimedop(set, &take, 1, &moment) < 0 ? strerror(errno) : "taken");
    semctl(set, 0, SETVAL, 32767);
    printf("one more: %s\n", change(1, 0) < 0 ? strerror(errno) : "done");
    semctl(set, 0, IPC_RMID);
    printf("removed: %s\n", change(1, 0) < 0 ? strerror(errno) : "done");
    return 0;
}
