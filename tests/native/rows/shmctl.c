#include "row.h"

int main(void) {
    int id = shmget(0x4711, 5000, IPC_CREAT | 0777);
    struct shmid_ds ds = stat_of(id);
    struct shmid_ds set;
    time_t created = ds.shm_ctime;
    char *p, *again;

    ROW("G5 the key", ds.shm_perm.__key == 0x4711);
    ROW("G5 owner and creator are the caller", ds.shm_perm.uid == geteuid() && ds.shm_perm.cuid == geteuid() &&
                                                   ds.shm_perm.gid == getegid() && ds.shm_perm.cgid == getegid());
    ROW("G5 mode and size", ds.shm_perm.mode == 0777 && ds.shm_segsz == 5000);
    ROW("G5 never attached, never detached", ds.shm_atime == 0 && ds.shm_dtime == 0 && ds.shm_nattch == 0);
    ROW("G5 made by the caller, used by nobody", ds.shm_cpid == getpid() && ds.shm_lpid == 0 && ds.shm_ctime != 0);

    p = shmat(id, NULL, 0);
    ds = stat_of(id);
    ROW("G6 shmat sets atime, lpid and nattch", ds.shm_atime != 0 && ds.shm_lpid == getpid() && ds.shm_nattch == 1);
    ROW("G6 and leaves dtime and ctime", ds.shm_dtime == 0 && ds.shm_ctime == created);
    shmdt(p);
    ds = stat_of(id);
    ROW("G7 shmdt sets dtime and nattch", ds.shm_dtime != 0 && ds.shm_nattch == 0 && ds.shm_lpid == getpid());

    p = shmat(id, NULL, 0);
    set = stat_of(id);
    set.shm_perm.mode = 03766;
    set.shm_segsz = 1;
    ROW("G12 IPC_SET while attached", shmctl(id, IPC_SET, &set) == 0);
    ds = stat_of(id);
    ROW("L75 stores the low nine bits of the mode", (ds.shm_perm.mode & 07777) == 0766);
    ROW("B8.19 ignores the size", ds.shm_segsz == 5000);
    ROW("L46 IPC_STAT to a bad address: EFAULT", FAILS(shmctl(id, IPC_STAT, (void *)-4096), EFAULT));
    ROW("L45 IPC_SET from a bad address: EFAULT", FAILS(shmctl(id, IPC_SET, (void *)-4096), EFAULT));
    ROW("B8.3 EFAULT of IPC_SET wins over a bad id", FAILS(shmctl(99, IPC_SET, (void *)-4096), EFAULT));
    ROW("L47 command -1: EINVAL", FAILS(shmctl(id, -1, &ds), EINVAL));
    ROW("B8.2 an unknown command: EINVAL", FAILS(shmctl(id, 9999, &ds), EINVAL));
    ROW("L48 shmid -1: EINVAL", FAILS(shmctl(-1, IPC_STAT, &ds), EINVAL));
    ROW("B3.5 an id of an empty slot: EINVAL", FAILS(shmctl(5, IPC_STAT, &ds), EINVAL));
    ROW("B3.6 a wrong sequence number: EINVAL", FAILS(shmctl(id + 32768, IPC_STAT, &ds), EINVAL));

    strcpy(p, "still here");
    created = stat_of(id).shm_ctime;
    ROW("G13 IPC_RMID while attached", shmctl(id, IPC_RMID, NULL) == 0);
    ds = stat_of(id);
    ROW("G13 the mode shows SHM_DEST", (ds.shm_perm.mode & SHM_DEST) != 0 && (ds.shm_perm.mode & 0777) == 0766);
    ROW("B10.2 the key becomes IPC_PRIVATE", ds.shm_perm.__key == IPC_PRIVATE);
    ROW("B10.2 the creation time stays", ds.shm_ctime == created);
    ROW("L76 the content is still there", strcmp(p, "still here") == 0);
    ROW("B10.4 the old key is free", FAILS(shmget(0x4711, 0, 0), ENOENT));
    ROW("G15 the id can still be attached", (again = shmat(id, NULL, 0)) != (void *)-1 && nattch_of(id) == 2);
    ROW("G27 removing again and again succeeds", shmctl(id, IPC_RMID, NULL) == 0 && shmctl(id, IPC_RMID, NULL) == 0);
    ROW("B10.4 the key makes a new, different segment", shmget(0x4711, 100, IPC_CREAT | 0600) != id);
    shmdt(p);
    ROW("G27 one of two detaches leaves it", nattch_of(id) == 1);
    shmdt(again);
    ROW("B10.7 the last detach destroys it", FAILS(shmctl(id, IPC_STAT, &ds), EINVAL));

    id = new_segment(100);
    ROW("B10.1 removal of a segment nobody attached destroys at once",
        shmctl(id, IPC_RMID, NULL) == 0 && FAILS(shmctl(id, IPC_STAT, &ds), EINVAL));
    ROW("L49 so that removing again is EINVAL, not EIDRM", FAILS(shmctl(id, IPC_RMID, NULL), EINVAL));
    ROW("G18 and shmat is EINVAL", FAILS(shmat(id, NULL, 0), EINVAL));
    return finish();
}
