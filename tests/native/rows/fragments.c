/* Attaches cut to pieces by munmap and mprotect: every piece counts, shmdt finds them all. */
#include "child.h"

#include <sys/mman.h>

#define PAGE 4096l

static int id;

static void protected_in_parts(void) {
    char *p = shmat(id, NULL, 0);

    ROW("L11 the middle page of three made unusable", mprotect(p + PAGE, PAGE, PROT_NONE) == 0);
    ROW("B7.6 three pieces: nattch 3", nattch_of(id) == 3);
    ROW("L11 the first two made writable again", mprotect(p, 2 * PAGE, PROT_WRITE) == 0);
    ROW("L11 shmdt of the base takes all", shmdt(p) == 0 && nattch_of(id) == 0);
    p = shmat(id, NULL, 0);
    mprotect(p, PAGE, PROT_READ);
    ROW("B7.6 mprotect of an edge: two pieces", nattch_of(id) == 2);
    mprotect(p, PAGE, PROT_READ | PROT_WRITE);
    ROW("B7.7 protecting back merges nothing", nattch_of(id) == 2);
    ROW("B7.7 mprotect of all of it splits no more", mprotect(p, 3 * PAGE, PROT_READ) == 0 && nattch_of(id) == 2);
    ROW("B6.3 shmdt takes both", shmdt(p) == 0 && nattch_of(id) == 0);
}

static void holes(void) {
    char *p = shmat(id, NULL, 0);

    ROW("B7.4 munmap of the middle page: nattch 2", munmap(p + PAGE, PAGE) == 0 && nattch_of(id) == 2);
    ROW("B7.4 nothing is left there", loading_dies_of(p + PAGE) == SIGSEGV && loading_dies_of(p + 2 * PAGE) == 0);
    ROW("B6.5 a piece is no base: EINVAL", FAILS(shmdt(p + 2 * PAGE), EINVAL));
    ROW("G25 shmdt of the base: 0", shmdt(p) == 0 && nattch_of(id) == 0);
    p = shmat(id, NULL, 0);
    ROW("B7.5 munmap of the first page: nattch 1", munmap(p, PAGE) == 0 && nattch_of(id) == 1);
    ROW("B6.4 shmdt of the old base finds the rest", shmdt(p) == 0 && nattch_of(id) == 0);
    p = shmat(id, NULL, 0);
    munmap(p + 2 * PAGE, PAGE);
    ROW("B7.5 munmap of the last page: nattch 1", nattch_of(id) == 1 && loading_dies_of(p + 2 * PAGE) == SIGSEGV);
    ROW("B7.3 munmap of the whole attach: 0", munmap(p, 2 * PAGE) == 0 && nattch_of(id) == 0);
    ROW("B6.2 then there is nothing to detach", FAILS(shmdt(p), EINVAL));
}

static void times_of_parts(void) {
    int part = new_segment(3 * PAGE);
    char *p = shmat(part, NULL, 0);
    struct shmid_ds before = stat_of(part), after;

    sleep(1);
    munmap(p, PAGE);
    after = stat_of(part);
    ROW("B7.5 munmap of an edge sets atime and dtime", after.shm_atime > before.shm_atime && after.shm_dtime > 0);
    before = after;
    sleep(1);
    mprotect(p + PAGE, PAGE, PROT_READ);
    after = stat_of(part);
    ROW("B7.6 mprotect of a part sets atime only",
        after.shm_atime > before.shm_atime && after.shm_dtime == before.shm_dtime);
    shmctl(part, IPC_RMID, NULL);
    ROW("B10.7 the first piece detached leaves a removed segment", munmap(p + PAGE, PAGE) == 0 && nattch_of(part) == 1);
    munmap(p + 2 * PAGE, PAGE);
    ROW("B10.7 the last piece ends it", FAILS(shmctl(part, IPC_STAT, &after), EINVAL));
}

static void protection(void) {
    char *r = shmat(id, NULL, SHM_RDONLY), *p = shmat(id, NULL, 0);

    ROW("G28 SHM_RDONLY made writable: EACCES", FAILS(mprotect(r, PAGE, PROT_READ | PROT_WRITE), EACCES));
    ROW("G29 read and write made read-only", mprotect(p, 3 * PAGE, PROT_READ) == 0 && storing_dies_of(p) == SIGSEGV);
    ROW("G29 and writable again", mprotect(p, 3 * PAGE, PROT_READ | PROT_WRITE) == 0 && storing_dies_of(p) == 0);
    ROW("C7.4 mprotect may add PROT_EXEC to read and write",
        mprotect(p, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC) == 0);
    ROW("C7.4 PROT_NONE: loads die too", mprotect(p, PAGE, PROT_NONE) == 0 && loading_dies_of(p) == SIGSEGV);
    shmdt(r);
    shmdt(p);
}

static void counting(void) {
    int n[4];
    char *p, *q;

    p = shmat(id, NULL, 0), n[0] = nattch_of(id);
    q = shmat(id, NULL, 0), n[1] = nattch_of(id);
    shmdt(p), n[2] = nattch_of(id);
    shmdt(q), n[3] = nattch_of(id);
    ROW("G1 two attaches and two detaches: 1, 2, 1, 0", n[0] == 1 && n[1] == 2 && n[2] == 1 && n[3] == 0);
    ROW("G1 the size stays as asked", stat_of(id).shm_segsz == 3 * PAGE - 10);
}

int main(void) {
    id = new_segment(3 * PAGE - 10);
    counting();
    protected_in_parts();
    holes();
    times_of_parts();
    protection();
    return finish();
}
