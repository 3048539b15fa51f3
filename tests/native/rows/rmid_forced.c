/* shm_rmid_forced: no segment without a user. */
#include "child.h"
#include "proc.h"

#define FORCED "/proc/sys/kernel/shm_rmid_forced"

static char *program;
static int id; /* of the segment the child makes: it is the next one */

static int gone(int which) {
    struct shmid_ds ds;
    return FAILS(shmctl(which, IPC_STAT, &ds), EINVAL);
}

static int make(void) { return shmget(0x4711, 100, IPC_CREAT | IPC_EXCL | 0640) < 0; }
static int make_and_attach(void) { return shmdt(shmat(shmget(0x4712, 100, IPC_CREAT | 0640), NULL, 0)) != 0; }
static int make_and_start(void) {
    make();
    execl(program, program, "look", NULL);
    return 98;
}

static volatile char *board;

/* Makes a segment, waits until the parent has attached it, and ends. */
static int make_for_parent(void) {
    make();
    board[0] = 1;
    while (board[0] == 1) usleep(1000);
    return 0;
}

static void attached_by_another(void) {
    struct shmid_ds ds;
    pid_t child;
    char *p;

    fflush(stdout);
    child = fork();
    if (child == 0) _exit(make_for_parent());
    while (board[0] == 0) usleep(1000);
    id = shmget(0x4711, 0, 0);
    p = shmat(id, NULL, 0);
    board[0] = 2;
    waitpid(child, NULL, 0);
    ds = stat_of(id);
    ROW("B11.9 attached by another it outlives its maker, key and mode as they were",
        ds.shm_perm.__key == 0x4711 && ds.shm_perm.mode == 0640);
    ROW("B11.3 the last detach destroys it", shmdt(p) == 0 && gone(id));
}

int main(int argc, char **argv) {
    int mine, orphan;

    if (argc == 2) return shmget(0x4711, 0, 0) >= 0;
    program = argv[0];
    board = shmat(new_segment(1), NULL, 0);
    ROW("B11.1 shm_rmid_forced is 0", number_in(FORCED) == 0);
    ROW("B11.2 neither 2 nor -1: EINVAL",
        write_text(FORCED, "2") == EINVAL && write_text(FORCED, "-1") == EINVAL && number_in(FORCED) == 0);
    child_ends(make);
    orphan = shmget(0x4711, 0, 0);
    mine = new_segment(100);
    ROW("B11.1 by default an orphan stays", orphan >= 0 && stat_of(orphan).shm_nattch == 0);
    ROW("B11.5 writing 1 destroys orphans at once", write_text(FORCED, "1") == 0 && gone(orphan));
    ROW("B11.6 what a living process made stays", !gone(mine) && nattch_of(mine) == 0);
    child_ends(make);
    ROW("B11.4 the maker's exit destroys what nobody attached", FAILS(shmget(0x4711, 0, 0), ENOENT));
    ROW("B11.3 the last detach destroys", child_ends(make_and_attach) == 0 && FAILS(shmget(0x4712, 0, 0), ENOENT));
    ROW("B11.3 also of a living maker", shmdt(shmat(mine, NULL, 0)) == 0 && gone(mine));
    ROW("B11.8 exec keeps the maker", child_ends(make_and_start) == 1 && FAILS(shmget(0x4711, 0, 0), ENOENT));
    attached_by_another();
    ROW("B11.2 0 again", write_text(FORCED, "0") == 0 && number_in(FORCED) == 0);
    ROW("B11.1 orphans stay again", child_ends(make) == 0 && shmget(0x4711, 0, 0) >= 0);
    return finish();
}
