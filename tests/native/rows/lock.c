/* SHM_LOCK, SHM_UNLOCK and IPC_SET: bits of the mode, and the one time they change. */
#include "row.h"

int main(void) {
    int id = shmget(0x4711, 5000, IPC_CREAT | 0666);
    struct shmid_ds ds = stat_of(id), after;
    time_t made = ds.shm_ctime;
    void *base;

    ROW("L68 SHM_LOCK: 0", shmctl(id, SHM_LOCK, NULL) == 0);
    ROW("L69 the mode shows SHM_LOCKED", stat_of(id).shm_perm.mode == (SHM_LOCKED | 0666));
    ROW("B8.10 locking again: 0", shmctl(id, SHM_LOCK, NULL) == 0 && stat_of(id).shm_perm.mode == (SHM_LOCKED | 0666));
    after = stat_of(id);
    ROW("B8.11 no time changes", after.shm_ctime == made && after.shm_atime == 0 && after.shm_dtime == 0);
    base = shmat(id, NULL, 0);
    ds.shm_perm.mode = 0600;
    shmctl(id, IPC_SET, &ds);
    ROW("B8.5 IPC_SET keeps SHM_LOCKED", stat_of(id).shm_perm.mode == (SHM_LOCKED | 0600));
    ROW("L70 SHM_UNLOCK: 0", shmctl(id, SHM_UNLOCK, NULL) == 0);
    ROW("L71 the bit is clear", stat_of(id).shm_perm.mode == 0600);
    ROW("B8.10 unlocking again: 0", shmctl(id, SHM_UNLOCK, NULL) == 0);
    ROW("B8.9 an unknown id: EINVAL",
        FAILS(shmctl(id + 1, SHM_LOCK, NULL), EINVAL) && FAILS(shmctl(id + 1, SHM_UNLOCK, NULL), EINVAL));

    ds.shm_perm.mode = 0666 & ~0066;
    ROW("L73 IPC_SET of fewer bits", shmctl(id, IPC_SET, &ds) == 0 && stat_of(id).shm_perm.mode == 0600);
    sleep(1);
    ds.shm_perm.mode = 01666;
    ROW("L74 IPC_SET a second later: ctime is greater", shmctl(id, IPC_SET, &ds) == 0 && stat_of(id).shm_ctime > made);
    ROW("L75 the low nine bits of the mode are stored", stat_of(id).shm_perm.mode == 0666);
    after = stat_of(id);
    shmctl(id, IPC_RMID, NULL);
    shmctl(id, SHM_LOCK, NULL);
    ROW("B10.3 SHM_LOCK of a removed segment", stat_of(id).shm_perm.mode == (SHM_LOCKED | SHM_DEST | 0666));
    ROW("B10.2 neither changes the time", stat_of(id).shm_ctime == after.shm_ctime);
    ROW("B10.7 the last detach ends a locked one too", shmdt(base) == 0 && FAILS(shmctl(id, IPC_STAT, &ds), EINVAL));
    return finish();
}
