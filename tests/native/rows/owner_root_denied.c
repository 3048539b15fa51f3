/* Run as an ordinary user: what an owner may give away, and what the creator keeps. */
#include "row.h"

int main(void) {
    struct shmid_ds ds, after;
    int id = shmget(0x4712, 100, IPC_CREAT | 0640);
    void *base;

    if (geteuid() == 0) {
        printf("this program is for an ordinary user\n");
        return 3;
    }
    ds = stat_of(id);
    ds.shm_perm.uid = (uid_t)-1;
    ROW("B8.20 IPC_SET of uid -1: EINVAL", FAILS(shmctl(id, IPC_SET, &ds), EINVAL));
    ds = stat_of(id);
    ds.shm_perm.gid = (gid_t)-1;
    ROW("B8.20 IPC_SET of gid -1: EINVAL", FAILS(shmctl(id, IPC_SET, &ds), EINVAL));
    ROW("B8.20 neither changed anything",
        stat_of(id).shm_perm.uid == geteuid() && stat_of(id).shm_perm.gid == getegid());

    ds = stat_of(id);
    ds.shm_perm.uid = 4242;
    ds.shm_perm.gid = 4343;
    ds.shm_perm.cuid = 1;
    ds.shm_perm.cgid = 1;
    ds.shm_perm.mode = 07777;
    ds.shm_segsz = 1;
    ds.shm_cpid = 1;
    ROW("B8.19 an owner may give the segment away", shmctl(id, IPC_SET, &ds) == 0);
    after = stat_of(id);
    ROW("B8.19 uid and gid are the new ones", after.shm_perm.uid == 4242 && after.shm_perm.gid == 4343);
    ROW("B8.19 the creator stays", after.shm_perm.cuid == geteuid() && after.shm_perm.cgid == getegid());
    ROW("B8.19 nine bits of the mode count", after.shm_perm.mode == 0777);
    ROW("B8.19 size and creating process stay", after.shm_segsz == 100 && after.shm_cpid == getpid());

    ds.shm_perm.mode = 0600;
    ROW("B8.21 the creator may still set it", shmctl(id, IPC_SET, &ds) == 0);
    ROW("B9.6 and counts as owner", shmget(0x4712, 100, 0600) == id);
    base = shmat(id, NULL, 0);
    ROW("B9.6 for attaching too", base != (void *)-1);
    ROW("B8.21 and may remove it", shmctl(id, IPC_RMID, NULL) == 0);
    after = stat_of(id);
    ROW("B10.2 the mode shows SHM_DEST, the key is gone", after.shm_perm.mode == 01600 && after.shm_perm.__key == 0);
    ds.shm_perm.mode = 0644;
    ROW("B8.5 IPC_SET keeps SHM_DEST", shmctl(id, IPC_SET, &ds) == 0 && stat_of(id).shm_perm.mode == 01644);
    ROW("B10.7 the last detach ends it", shmdt(base) == 0 && FAILS(shmctl(id, IPC_STAT, &ds), EINVAL));
    return finish();
}
