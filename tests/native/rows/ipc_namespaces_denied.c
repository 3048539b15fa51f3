/* IPC namespaces: what needs CAP_SYS_ADMIN. */
#include "child.h"

#include <sched.h>

static char stack[65536] __attribute__((aligned(16)));
static int nothing(void *argument) { return argument == NULL; }

int main(void) {
    struct shmid_ds before, after;
    char *p = shmat(new_segment(1), NULL, 0);
    pid_t child = fork();
    if (child == 0) _exit(shmdt(p));
    waitpid(child, NULL, 0);
    before = stat_of(0);
    ROW("NS15 unshare(CLONE_NEWIPC): EPERM", FAILS(unshare(CLONE_NEWIPC), EPERM));
    ROW("NS16 clone(CLONE_NEWIPC): EPERM, with CLONE_SYSVSEM too",
        FAILS(clone(nothing, stack + sizeof stack, CLONE_NEWIPC | SIGCHLD, NULL), EPERM) &&
            FAILS(clone(nothing, stack + sizeof stack, CLONE_NEWIPC | CLONE_SYSVSEM | SIGCHLD, NULL), EPERM));
    after = stat_of(0);
    ROW("NS17 memory was copied and given back before: lpid is the caller's, nattch as it was",
        before.shm_lpid == child && after.shm_lpid == getpid() && after.shm_nattch == before.shm_nattch);
    ROW("NS18 another namespace than that of IPC: EPERM too", FAILS(unshare(CLONE_NEWUTS), EPERM));
    ROW("NS19 CLONE_SYSVSEM needs no privilege", unshare(CLONE_SYSVSEM) == 0);
    return finish();
}
