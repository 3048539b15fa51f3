/* nattch over fork, exit and kill: it counts mappings. */
#include "row.h"

#include <signal.h>

enum { kChildren = 5 };

static void children(void (*body)(void)) {
    int i;
    fflush(stdout);
    for (i = 0; i < kChildren; i++) {
        if (fork() == 0) {
            body();
            _exit(0);
        }
    }
    while (wait(NULL) > 0) {
    }
}

static int id;
static char *base;

static void just_exit(void) {}
static void attach_and_exit(void) { shmat(id, NULL, 0); }
static void detach_and_exit(void) { shmdt(base); }
static void detach_twice(void) {
    if (shmdt(base) != 0 || shmdt(base) == 0) _exit(1);
}

int main(void) {
    struct shmid_ds ds;
    int status;

    id = new_segment(4096);
    children(attach_and_exit);
    ROW("L39 children that attached and ended leave nothing", nattch_of(id) == 0);
    ds = stat_of(id);
    ROW("B7.8 exit sets dtime and lpid", ds.shm_dtime != 0 && ds.shm_lpid != getpid() && ds.shm_lpid != 0);

    base = shmat(id, NULL, 0);
    children(just_exit);
    ROW("L41 inherited attaches end with the children", nattch_of(id) == 1);
    children(detach_and_exit);
    ROW("L41 or with their shmdt", nattch_of(id) == 1);
    children(detach_twice);

    fflush(stdout);
    if (fork() == 0) _exit(nattch_of(id));
    wait(&status);
    ROW("L40 fork inherits the attach: 2 while the child lives", WEXITSTATUS(status) == 2);
    ROW("B7.8 and 1 afterwards", nattch_of(id) == 1);

    fflush(stdout);
    if (fork() == 0) {
        kill(getpid(), SIGKILL);
        _exit(0);
    }
    wait(&status);
    ROW("B7.8 a killed process detaches too", WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && nattch_of(id) == 1);

    shmctl(id, IPC_RMID, NULL);
    fflush(stdout);
    if (fork() == 0) {
        shmdt(base);
        _exit(nattch_of(id));
    }
    wait(&status);
    ROW("B10.7 a child's detach leaves the parent's attach", WEXITSTATUS(status) == 1);
    ROW("L42 the parent's shmdt is the last", shmdt(base) == 0 && FAILS(shmctl(id, IPC_STAT, &ds), EINVAL));
    return finish();
}
