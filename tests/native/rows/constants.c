/* Numbers programs are compiled with. */
#include "row.h"

#include <stddef.h>

int main(void) {
    ROW("B1.1 IPC_PRIVATE, IPC_CREAT, IPC_EXCL, IPC_NOWAIT",
        IPC_PRIVATE == 0 && IPC_CREAT == 01000 && IPC_EXCL == 02000 && IPC_NOWAIT == 04000);
    ROW("B1.1 SHM_R, SHM_W, SHM_HUGETLB, SHM_NORESERVE",
        SHM_R == 0400 && SHM_W == 0200 && SHM_HUGETLB == 04000 && SHM_NORESERVE == 010000);
    ROW("B1.2 IPC_RMID, IPC_SET, IPC_STAT, IPC_INFO", IPC_RMID == 0 && IPC_SET == 1 && IPC_STAT == 2 && IPC_INFO == 3);
    ROW("B1.2 SHM_LOCK, SHM_UNLOCK, SHM_STAT, SHM_INFO, SHM_STAT_ANY",
        SHM_LOCK == 11 && SHM_UNLOCK == 12 && SHM_STAT == 13 && SHM_INFO == 14 && SHM_STAT_ANY == 15);
    ROW("B1.3 SHM_RDONLY, SHM_RND, SHM_REMAP, SHM_EXEC",
        SHM_RDONLY == 010000 && SHM_RND == 020000 && SHM_REMAP == 040000 && SHM_EXEC == 0100000);
    ROW("B1.3 SHMLBA is the page size", SHMLBA == 4096 && SHMLBA == getpagesize() && sysconf(_SC_PAGESIZE) == SHMLBA);
    ROW("B1.4 SHM_DEST, SHM_LOCKED", SHM_DEST == 01000 && SHM_LOCKED == 02000);
    ROW("B1.5 shmid_ds, shminfo, shm_info",
        sizeof(struct shmid_ds) == 112 && sizeof(struct shminfo) == 72 && sizeof(struct shm_info) == 48);
    ROW("B1.5 ipc_perm", sizeof(struct ipc_perm) == 48 && offsetof(struct ipc_perm, uid) == 4 &&
                             offsetof(struct ipc_perm, gid) == 8 && offsetof(struct ipc_perm, cuid) == 12 &&
                             offsetof(struct ipc_perm, cgid) == 16 && offsetof(struct ipc_perm, mode) == 20);
    ROW("B1.5 the order of shmid_ds: size, times, processes, nattch",
        offsetof(struct shmid_ds, shm_segsz) == 48 && offsetof(struct shmid_ds, shm_atime) == 56 &&
            offsetof(struct shmid_ds, shm_dtime) == 64 && offsetof(struct shmid_ds, shm_ctime) == 72 &&
            offsetof(struct shmid_ds, shm_cpid) == 80 && offsetof(struct shmid_ds, shm_lpid) == 84 &&
            offsetof(struct shmid_ds, shm_nattch) == 88);
    return finish();
}
