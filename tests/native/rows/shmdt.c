#include "row.h"

int main(void) {
    int id = new_segment(3 * 4096);
    int on_stack;
    char *p = shmat(id, NULL, 0);
    char *q;

    ROW("L15 B6.1 an unaligned address: EINVAL", FAILS(shmdt(p + 1), EINVAL));
    ROW("B6.5 an interior page of an attach: EINVAL", FAILS(shmdt(p + 4096), EINVAL));
    ROW("B6.2 NULL: EINVAL", FAILS(shmdt(NULL), EINVAL));
    ROW("B6.2 the stack: EINVAL", FAILS(shmdt((void *)((unsigned long)&on_stack & ~4095ul)), EINVAL));
    ROW("L14 an address never attached: EINVAL", FAILS(shmdt(p - (1 << 20)), EINVAL));
    ROW("L12 the base address: 0", shmdt(p) == 0);
    ROW("L12 nattch is 0", nattch_of(id) == 0);
    ROW("G4 a second shmdt: EINVAL", FAILS(shmdt(p), EINVAL));

    p = shmat(id, NULL, 0);
    strcpy(p, "kept");
    shmdt(p);
    p = shmat(id, p - (512l << 20), 0); /* far from everything else: what lies below is free */
    ROW("G3 the data outlive the last detach", strcmp(p, "kept") == 0);

    q = shmat(id, p - 3 * 4096, 0);
    ROW("B6.6 two adjacent attaches of one segment", q == p - 3 * 4096 && nattch_of(id) == 2);
    ROW("B6.6 are separate: the first goes", shmdt(q) == 0 && nattch_of(id) == 1);
    ROW("B6.6 the second stays", strcmp(p, "kept") == 0);
    ROW("B6.6 and goes by itself", shmdt(p) == 0 && nattch_of(id) == 0);
    return finish();
}
