/* Run as an ordinary user: permission bits bind the owner too. */
#include "row.h"

int main(void) {
    int id = shmget(0x4711, 100, IPC_CREAT | 0);

    if (geteuid() == 0) {
        printf("this program is for an ordinary user\n");
        return 3;
    }
    ROW("B4.11 a segment of mode 0 can be made", id >= 0);
    ROW("L25 own segment of mode 0, read asked: EACCES", FAILS(shmget(0x4711, 0, 0400), EACCES));
    ROW("L26 own segment of mode 0, write asked: EACCES", FAILS(shmget(0x4711, 0, 0200), EACCES));
    ROW("L27 own segment of mode 0, both asked: EACCES", FAILS(shmget(0x4711, 0, 0600), EACCES));
    ROW("B9.5 the three triples of the flags are merged", FAILS(shmget(0x4711, 0, 0004), EACCES));
    ROW("B4.5 flags 0 ask for nothing", shmget(0x4711, 0, 0) == id);
    ROW("B4.4 a size too large wins over the permission", FAILS(shmget(0x4711, 101, 0600), EINVAL));
    ROW("L44 IPC_STAT of an own segment of mode 0: EACCES", FAILS(shmctl(id, IPC_STAT, malloc(112)), EACCES));
    ROW("B5.4 shmat without any right: EACCES", FAILS(shmat(id, NULL, 0), EACCES));
    ROW("B5.16 a bad address wins over the permission", FAILS(shmat(id, (void *)0x12345, 0), EINVAL));
    shmctl(id, IPC_RMID, NULL);

    id = shmget(0x4711, 100, IPC_CREAT | 0200);
    ROW("B5.4 there is no write-only attach", FAILS(shmat(id, NULL, 0), EACCES));
    shmctl(id, IPC_RMID, NULL);

    id = shmget(0x4711, 100, IPC_CREAT | 0400);
    ROW("B5.4 mode 0400: reading is allowed", shmat(id, NULL, SHM_RDONLY) != (void *)-1);
    ROW("B5.4 mode 0400: read and write is not", FAILS(shmat(id, NULL, 0), EACCES));
    ROW("B5.15 SHM_EXEC needs the x bit", FAILS(shmat(id, NULL, SHM_RDONLY | SHM_EXEC), EACCES));
    shmctl(id, IPC_RMID, NULL);

    id = shmget(0x4711, 100, IPC_CREAT | 0066);
    ROW("B9.9 no fall-through: the owner is not helped by other bits", FAILS(shmget(0x4711, 0, 0400), EACCES));
    ROW("B8.21 the owner may remove whatever the mode says", shmctl(id, IPC_RMID, NULL) == 0);
    return finish();
}
