/* IPC namespaces: unshare(CLONE_NEWIPC) and clone(CLONE_NEWIPC). Children enter them, the parent looks on from outside. */
#include "child.h"
#include "proc.h"

#include <sched.h>
#include <sys/msg.h>
#include <sys/sem.h>

#define KEY 0x4d31

static int id;          /* the parent's segment with that key */
static char *shared;    /* attached before any child */
static char stack[65536] __attribute__((aligned(16)));

static int leave(void) { return unshare(CLONE_NEWIPC); }
static int lines_in(const char *path) {
    const char *text = text_of(path);
    int lines = 0;
    while (*text) lines += *text++ == '\n';
    return lines;
}

static int finds_nothing(void) { return leave() == 0 && FAILS(shmget(KEY, 0, 0), ENOENT); }
static int finds_it(void) { return shmget(KEY, 0, 0) == id; }
static int makes_its_own(void) {
    int mine;
    char *p;
    if (leave() != 0) return 0;
    mine = shmget(KEY, 100, IPC_CREAT | IPC_EXCL | 0600);
    p = shmat(mine, NULL, 0);
    return mine == 0 && p[0] == 0 && p != shared && (p[0] = 'x') && shared[0] == 's' && nattch_of(mine) == 1;
}
static int ids_begin_at_0(void) {
    return leave() == 0 && semget(IPC_PRIVATE, 1, 0600) == 0 && msgget(IPC_PRIVATE, 0600) == 0 &&
           FAILS(semget(KEY, 0, 0), ENOENT) && FAILS(msgget(KEY, 0), ENOENT);
}
static int tables_are_empty(void) {
    if (leave() != 0 || lines_in("/proc/sysvipc/shm") != 1) return 0;
    new_segment(1);
    return lines_in("/proc/sysvipc/shm") == 2 && lines_in("/proc/sysvipc/sem") == 1 &&
           lines_in("/proc/sysvipc/msg") == 1;
}
static int limits_are_linuxs(void) {
    return leave() == 0 && number_in("/proc/sys/kernel/shmmni") == 4096 &&
           number_in("/proc/sys/kernel/shm_rmid_forced") == 0 && number_in("/proc/sys/kernel/msgmni") == 32000;
}
static int limits_are_its_own(void) {
    return leave() == 0 && write_text("/proc/sys/kernel/shmmni", "1") == 0 && new_segment(1) == 0 &&
           FAILS(shmget(IPC_PRIVATE, 1, 0600), ENOSPC);
}

/* --- what is attached stays */

static int still_mapped(void) {
    if (leave() != 0 || FAILS(shmat(id + 1, NULL, 0), EINVAL) == 0) return 0;
    shared[1] = 'c';
    return shmdt(shared) == 0 && loading_dies_of(shared) == SIGSEGV;
}
static int stays_until_detached(void) {
    int mine, gone;
    char *p;
    if (leave() != 0) return 0;
    p = shmat(mine = new_segment(100), NULL, 0);
    p[0] = 'm';
    gone = leave() == 0 && FAILS(shmat(mine, NULL, 0), EINVAL);
    return gone && p[0] == 'm' && shmdt(p) == 0 && FAILS(shmdt(p), EINVAL);
}

/* --- leaving */

static int set; /* of one semaphore, value 1 */
static int value_of_set(void) { return semctl(set, 0, GETVAL); }
static int undoes(void) {
    struct sembuf take = {0, -1, SEM_UNDO};
    return semop(set, &take, 1) == 0 && value_of_set() == 0 && leave() == 0;
}
static int stays_alive(int (*body)(void)) {
    int result = body();
    raise(SIGSTOP);
    return result;
}
static int undoes_and_stays(void) { return stays_alive(undoes); }
static int unshares_only_undo(void) {
    struct sembuf take = {0, -1, SEM_UNDO};
    return semop(set, &take, 1) == 0 && unshare(CLONE_SYSVSEM) == 0 && value_of_set() == 1;
}
static int makes_one_and_leaves(void) { return shmget(KEY + 2, 1, IPC_CREAT | 0600) >= 0 && leave() == 0; }
static int makes_one_and_stays(void) { return stays_alive(makes_one_and_leaves); }

/* The child stops when it is done; `look` is asked meanwhile. */
static int seen_meanwhile(int (*body)(void), int (*look)(void)) {
    int status, seen;
    pid_t child = child_running(body);
    waitpid(child, &status, WUNTRACED);
    seen = WIFSTOPPED(status) && look();
    kill(child, SIGCONT);
    return end_of(child) == 1 && seen;
}
static int set_is_1(void) { return value_of_set() == 1; }
static int made_is_gone(void) { return FAILS(shmget(KEY + 2, 0, 0), ENOENT); }

/* --- clone */

static int in_child(void *body) { return ((int (*)(void))body)(); }
static int cloned_ends(int flags, int (*body)(void)) {
    pid_t child;
    fflush(stdout);
    child = clone(in_child, stack + sizeof stack, flags | SIGCHLD, (void *)body);
    return child < 0 ? -1000 : end_of(child);
}
static int is_empty(void) { return FAILS(shmget(KEY, 0, 0), ENOENT) && shared[0] == 's'; }
static int child_of_one_who_left(void) { return leave() == 0 && new_segment(1) == 0 && child_ends(is_empty) == 1; }

static void entering(void) {
    ROW("L88 a key of the parent is found by its child, and after unshare(CLONE_NEWIPC) it is not: ENOENT",
        child_ends(finds_it) == 1 && child_ends(finds_nothing) == 1);
    ROW("L87 the same key in two namespaces: two segments", child_ends(makes_its_own) == 1 && nattch_of(id) == 1);
    ROW("NS1 segments, sets and queues: none, their first ids are 0", child_ends(ids_begin_at_0) == 1);
    ROW("NS2 /proc/sysvipc tells what is in the reader's namespace", child_ends(tables_are_empty) == 1);
    ROW("NS3 limits begin as Linux has them", child_ends(limits_are_linuxs) == 1);
    ROW("NS4 limits are of one namespace",
        child_ends(limits_are_its_own) == 1 && number_in("/proc/sys/kernel/shmmni") == 4095);
}

static void leaving(void) {
    struct shmid_ds ds;
    pid_t child = child_running(still_mapped);
    ROW("NS5 what is attached stays, and is detached by address", end_of(child) == 1 && shared[1] == 'c');
    ds = stat_of(id);
    ROW("NS6 seen from the namespace it is in: nattch, lpid", ds.shm_nattch == 1 && ds.shm_lpid == child);
    ROW("NS7 a segment stays as long as it is mapped, though nobody is in its namespace",
        child_ends(stays_until_detached) == 1);
    ROW("NS8 leaving undoes SEM_UNDO", seen_meanwhile(undoes_and_stays, set_is_1));
    ROW("NS9 CLONE_SYSVSEM alone does too", child_ends(unshares_only_undo) == 1);
    write_text("/proc/sys/kernel/shm_rmid_forced", "1");
    ROW("NS10 with shm_rmid_forced leaving is the maker's end", seen_meanwhile(makes_one_and_stays, made_is_gone));
    write_text("/proc/sys/kernel/shm_rmid_forced", "0");
}

static void cloning(void) {
    ROW("NS11 clone(CLONE_NEWIPC): the child is in a new one, the parent stays",
        cloned_ends(CLONE_NEWIPC, is_empty) == 1 && finds_it());
    ROW("NS12 with CLONE_SYSVSEM: EINVAL", cloned_ends(CLONE_NEWIPC | CLONE_SYSVSEM, is_empty) == -1000 && errno == EINVAL);
    ROW("NS13 fork stays in the parent's", child_ends(child_of_one_who_left) == 1);
    ROW("NS14 flags: none is good, unknown ones are EINVAL", unshare(0) == 0 && FAILS(unshare(1), EINVAL));
}

int main(void) {
    new_segment(1);
    id = shmget(KEY, 100, IPC_CREAT | IPC_EXCL | 0600);
    shared = shmat(id, NULL, 0);
    shared[0] = 's';
    semget(KEY, 1, IPC_CREAT | 0600);
    msgget(KEY, IPC_CREAT | 0600);
    set = semget(IPC_PRIVATE, 1, 0600);
    semctl(set, 0, SETVAL, 1);
    write_text("/proc/sys/kernel/shmmni", "4095");
    write_text("/proc/sys/kernel/msgmni", "31999");
    entering();
    leaving();
    cloning();
    return finish();
}
