/* IPC namespaces: the same key names another segment there. */
#include "child.h"

#include <sched.h>

static int id;

static int look_here(void) { return shmget(0x4711, 0, 0) == id; }

static int look_elsewhere(void) { return unshare(CLONE_NEWIPC) == 0 && FAILS(shmget(0x4711, 0, 0), ENOENT); }

static int make_elsewhere(void) {
    char *p;
    int other;
    if (unshare(CLONE_NEWIPC) != 0) return 0;
    other = shmget(0x4711, 100, IPC_CREAT | IPC_EXCL | 0600);
    p = shmat(other, NULL, 0);
    p[0] = 'o';
    return other == 0 && stat_of(other).shm_segsz == 100;
}

static int keep_attached(void) {
    char *p = shmat(id, NULL, 0);
    if (unshare(CLONE_NEWIPC) != 0) return 0;
    return p[0] == 'h' && shmdt(p) == 0 && FAILS(shmat(id, NULL, 0), EINVAL);
}

int main(void) {
    char *p;

    shmget(IPC_PRIVATE, 1, 0600);
    id = shmget(0x4711, 5000, IPC_CREAT | 0600);
    p = shmat(id, NULL, 0);
    p[0] = 'h';
    ROW("L88 a child finds the key", child_ends(look_here) == 1);
    ROW("L88 in a new namespace it does not: ENOENT", child_ends(look_elsewhere) == 1);
    ROW("L87 the same key there is another segment, its ids begin at 0", child_ends(make_elsewhere) == 1);
    ROW("L87 which leaves this one alone", p[0] == 'h' && shmget(0x4711, 0, 0) == id && stat_of(id).shm_segsz == 5000);
    ROW("L87 what is attached stays when the namespace changes, its id does not", child_ends(keep_attached) == 1);
    return finish();
}
