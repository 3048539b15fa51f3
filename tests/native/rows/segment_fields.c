/* Which fields a call changes, sizes no machine has, and ids of the other kinds. */
#include "row.h"

#include <sys/msg.h>
#include <sys/sem.h>
#include <time.h>

static int same(struct shmid_ds a, struct shmid_ds b) {
    return a.shm_atime == b.shm_atime && a.shm_dtime == b.shm_dtime && a.shm_ctime == b.shm_ctime &&
           a.shm_lpid == b.shm_lpid && a.shm_cpid == b.shm_cpid && a.shm_nattch == b.shm_nattch &&
           a.shm_segsz == b.shm_segsz && a.shm_perm.mode == b.shm_perm.mode;
}

static void times(void) {
    int id = shmget(0x4711, 100, IPC_CREAT | 0600);
    struct shmid_ds made = stat_of(id), after;
    time_t start;
    char *p;

    sleep(1);
    shmget(0x4711, 50, IPC_CREAT | 0400);
    ROW("B4.7 finding a segment changes no field", same(made, stat_of(id)));
    ROW("B5.8 nor does a shmat that fails", FAILS(shmat(id, (void *)1, 0), EINVAL) && same(made, stat_of(id)));
    start = time(NULL);
    p = shmat(id, NULL, 0);
    after = stat_of(id);
    ROW("B5.9 shmat: atime is now, lpid the caller",
        after.shm_atime >= start && after.shm_atime <= time(NULL) && after.shm_lpid == getpid());
    ROW("B5.9 ctime and dtime stay", after.shm_ctime == made.shm_ctime && after.shm_dtime == 0);
    p[0] = 1;
    ROW("B5.9 stores change no field", same(after, stat_of(id)));
    sleep(1);
    shmdt(p);
    ROW("B6.7 shmdt: dtime is now, atime stays",
        stat_of(id).shm_dtime > after.shm_atime && stat_of(id).shm_atime == after.shm_atime);
    ROW("B5.1 a negative id: EINVAL", FAILS(shmat(-32768, NULL, 0), EINVAL));
    ROW("B5.16 a bad address wins over a bad id", FAILS(shmat(77, (void *)1, 0), EINVAL));
    shmctl(id, IPC_RMID, NULL);
}

static void other_kinds(void) {
    ROW("B3.12 the first semaphore set is 0 whatever segments there are", semget(IPC_PRIVATE, 1, 0600) == 0);
    ROW("B3.12 the first message queue too", msgget(IPC_PRIVATE, 0600) == 0);
    ROW("B3.12 a key is one thing of each kind", shmget(0x99, 1, IPC_CREAT | IPC_EXCL | 0600) >= 0 &&
                                                     semget(0x99, 1, IPC_CREAT | IPC_EXCL | 0600) == 1 &&
                                                     msgget(0x99, IPC_CREAT | IPC_EXCL | 0600) == 1);
}

int main(void) {
    new_segment(1);
    times();
    ROW("B2.4 one byte is the least", new_segment(1) >= 0 && FAILS(shmget(IPC_PRIVATE, 0, 0600), EINVAL));
    ROW("B2.11 2^46 bytes: ENOMEM", FAILS(shmget(IPC_PRIVATE, 1ul << 46, 0600), ENOMEM));
    ROW("B2.12 unless nothing is reserved: SHM_NORESERVE", shmget(IPC_PRIVATE, 1ul << 46, SHM_NORESERVE | 0600) >= 0);
    other_kinds();
    return finish();
}
