#include "row.h"

int main(void) {
    int id, other;

    ROW("L16 absent key with IPC_EXCL only: ENOENT", FAILS(shmget(0x4711, 100, IPC_EXCL | 0600), ENOENT));
    ROW("G23 absent key without IPC_CREAT: ENOENT", FAILS(shmget(0x4711, 100, 0600), ENOENT));
    ROW("B4.2 ENOENT comes before any size check", FAILS(shmget(0x4711, 0, 0), ENOENT));
    ROW("L18 B4.6 size 0 with CREAT|EXCL: EINVAL", FAILS(shmget(0x4711, 0, IPC_CREAT | IPC_EXCL | 0600), EINVAL));
    ROW("G26 IPC_PRIVATE size 0: EINVAL", FAILS(shmget(IPC_PRIVATE, 0, 0), EINVAL));
    ROW("B2.8 2^63 bytes: EINVAL", FAILS(shmget(IPC_PRIVATE, 1ul << 63, 0600), EINVAL));

    id = shmget(0x4711, 5000, IPC_CREAT | IPC_EXCL | 0666);
    ROW("B3.1 B15.1 the first id of a fresh namespace is 0", id == 0);
    ROW("G2 the same key gives the same id", shmget(0x4711, 5000, 0600) == id);
    ROW("L17 existing key with CREAT|EXCL: EEXIST", FAILS(shmget(0x4711, 5000, IPC_CREAT | IPC_EXCL), EEXIST));
    ROW("B4.3 EEXIST wins over EINVAL for a size too large",
        FAILS(shmget(0x4711, 1 << 30, IPC_CREAT | IPC_EXCL), EEXIST));
    ROW("B4.3 IPC_EXCL alone is ignored", shmget(0x4711, 5000, IPC_EXCL | 0600) == id);
    ROW("L20 twice the size: EINVAL", FAILS(shmget(0x4711, 10000, 0600), EINVAL));
    ROW("B4.4 compared with the bytes asked for, not with whole pages", FAILS(shmget(0x4711, 5001, 0), EINVAL));
    ROW("B4.4 size 0 always passes for an existing key", shmget(0x4711, 0, 0) == id);
    ROW("G24 half the size: the same id", shmget(0x4711, 2500, 0600) == id);
    ROW("L6 shm_segsz is the size asked for", stat_of(id).shm_segsz == 5000);
    ROW("L72 mode 0666 exactly, umask not applied", (stat_of(id).shm_perm.mode & 07777) == 0666);

    other = shmget(IPC_PRIVATE, 1, IPC_CREAT | IPC_EXCL | 0600);
    ROW("B4.1 IPC_PRIVATE ignores IPC_CREAT and IPC_EXCL", other >= 0 && other != id);
    ROW("B4.1 every IPC_PRIVATE is another segment", shmget(IPC_PRIVATE, 1, 0600) != other);
    ROW("G21 4097 bytes are legal", shmget(IPC_PRIVATE, 4097, 0600) >= 0);

    other = shmget(-1, 10, IPC_CREAT | 0600);
    ROW("B4.12 key -1 is an ordinary key", other >= 0 && shmget(-1, 10, 0) == other);
    other = shmget(0x4712, 10, IPC_CREAT | 07773600);
    ROW("B4.11 only the low nine bits of the flags become the mode", (stat_of(other).shm_perm.mode & 07777) == 0600);
    return finish();
}
