/* Twenty children, and what nattch says while all of them live. */
#include "row.h"

enum { kChildren = 20 };

static int id;
static char *base;
static volatile char *board; /* a byte per child: 1 it is where it should be; byte kChildren: 1 they may end */

static void nothing(void) {}
static void attach(void) { shmat(id, NULL, 0); }
static void attach_and_detach(void) { shmdt(shmat(id, NULL, 0)); }
static void detach(void) { shmdt(base); }

/* nattch while every child has run `body`, by both commands; -1 when these differ. */
static int nattch_with_children(void (*body)(void)) {
    struct shmid_ds ds;
    int i, count;

    memset((char *)board, 0, kChildren + 1);
    fflush(stdout);
    for (i = 0; i < kChildren; i++) {
        if (fork() == 0) {
            body();
            board[i] = 1;
            while (!board[kChildren]) usleep(1000);
            _exit(0);
        }
    }
    for (i = 0; i < kChildren; i++) {
        while (!board[i]) usleep(1000);
    }
    count = nattch_of(id);
    if (shmctl(id % 32768, SHM_STAT, &ds) != id || (int)ds.shm_nattch != count) count = -1;
    board[kChildren] = 1;
    while (wait(NULL) > 0) {
    }
    return count;
}

int main(void) {
    int control = new_segment(4096);

    board = shmat(control, NULL, 0);
    id = new_segment(4096);
    ROW("L37 twenty children, none attached: 0", nattch_with_children(nothing) == 0);
    ROW("L38 each of them attached: 20", nattch_with_children(attach) == 20);
    ROW("L39 each detached again: 0", nattch_with_children(attach_and_detach) == 0);
    base = shmat(id, NULL, 0);
    ROW("L40 the parent attached before it forked: 21", nattch_with_children(nothing) == 21);
    ROW("B7.2 inherited and attached once more: 41", nattch_with_children(attach) == 41);
    ROW("L41 the children detach: 1", nattch_with_children(detach) == 1);
    shmdt(base);
    ROW("L42 the parent detaches: 0", nattch_of(id) == 0);
    ROW("B7.2 the board is inherited as well", nattch_of(control) == 1);
    return finish();
}
