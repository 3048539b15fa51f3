/* Segments beside the heap, at addresses one must not have, and after their maker is gone. */
#include "child.h"

static int id;

static char *page_above_break(void) { return (char *)(((unsigned long)sbrk(0) + 4095) & ~4095ul); }

static void beside_the_heap(void) {
    char *above, *at;

    sbrk(64);
    ROW("L83 an address in the heap, unaligned: EINVAL", FAILS(shmat(id, (char *)sbrk(0) - 32, 0), EINVAL));
    above = page_above_break();
    at = shmat(id, above + 100, SHM_RND);
    ROW("L84 the first page above the break", at == above);
    ROW("L85 the break cannot grow into it: ENOMEM", FAILS(sbrk(4096), ENOMEM));
    ROW("L85 and stays", page_above_break() == above);
    shmdt(at);
    ROW("L85 after the detach it can", sbrk(4096) != (void *)-1);
}

static int attach_rounded_to_nothing(void) { return FAILS(shmat(id, (void *)1, SHM_RND | SHM_REMAP), EINVAL); }

static int make_and_leave(void) {
    int made = shmget(0x4711, 4096, IPC_CREAT | IPC_EXCL | 0600);
    char *p = shmat(made, NULL, 0);
    memset(p, 'x', 4096);
    return 0;
}

static void after_its_maker(void) {
    char *p;
    int old, fresh;

    child_ends(make_and_leave);
    old = shmget(0x4711, 4096, 0);
    p = shmat(old, NULL, 0);
    ROW("B10.8 a segment outlives its maker", p[0] == 'x' && p[4095] == 'x' && stat_of(old).shm_cpid != getpid());
    shmdt(p);
    ROW("B15.3 the next run finds what was left: EEXIST",
        FAILS(shmget(0x4711, 4096, IPC_CREAT | IPC_EXCL | 0600), EEXIST));
    shmctl(old, IPC_RMID, NULL);
    fresh = shmget(0x4711, 4096, IPC_CREAT | 0600);
    p = shmat(fresh, NULL, 0);
    ROW("L77 the key made again: a new segment of zeros", fresh != old && p[0] == 0 && p[4095] == 0);
    shmdt(p);
    shmctl(fresh, IPC_RMID, NULL);
}

static volatile char *board;

static int look_by_id(void) {
    char *p;
    while (!board[0]) usleep(1000);
    p = shmat(id, NULL, 0);
    return strcmp(p, "hello") == 0;
}

static void two_processes(void) {
    int status;
    char *p;
    pid_t child;

    board = shmat(new_segment(1), NULL, 0);
    fflush(stdout);
    child = fork();
    if (child == 0) _exit(look_by_id());
    p = shmat(id, NULL, 0);
    strcpy(p, "hello");
    board[0] = 1;
    waitpid(child, &status, 0);
    ROW("L79 a child forked before attaches by id and sees the data", WEXITSTATUS(status) == 1);
    shmdt(p);
}

static int loop(void) {
    int i, good = 0;
    for (i = 0; i < 200; i++) {
        char *p = shmat(id, NULL, 0);
        good += p != (void *)-1 && (p[i] = 1) && shmdt(p) == 0;
    }
    return good == 200;
}

static void over_and_over(void) {
    int status, mine;
    pid_t child;
    char *p = shmat(id, NULL, 0), *q = shmat(id, NULL, 0);

    ROW("L82 attached twice and detached twice", shmdt(p) == 0 && shmdt(q) == 0 && nattch_of(id) == 0);
    fflush(stdout);
    child = fork();
    if (child == 0) _exit(loop());
    mine = loop();
    waitpid(child, &status, 0);
    ROW("L86 parent and child attach and detach side by side", mine && WEXITSTATUS(status) == 1);
    ROW("L86 nothing is left of it", nattch_of(id) == 0);
}

int main(void) {
    id = new_segment(4096);
    beside_the_heap();
    ROW("L10 address 1 rounded down with SHM_REMAP: EINVAL", attach_rounded_to_nothing());
    after_its_maker();
    two_processes();
    over_and_over();
    ROW("G22 CREAT|EXCL twice: EEXIST", shmget(0x4713, 1, IPC_CREAT | IPC_EXCL | 0600) >= 0 &&
                                            FAILS(shmget(0x4713, 1, IPC_CREAT | IPC_EXCL | 0600), EEXIST));
    id = shmget(0x4713, 1, 0);
    ROW("G16 after the removal the key is gone: ENOENT",
        shmctl(id, IPC_RMID, NULL) == 0 && FAILS(shmget(0x4713, 0, 0), ENOENT));
    return finish();
}
