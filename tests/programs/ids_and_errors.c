// Ids handed out and removed, IPC_SET, and the error numbers of shmget and shmctl.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    int ids[10], i, j;
    for (i = 0; i < 10; i++) {
        ids[i] = shmget(0x100 + i, (i + 1) * 1000, IPC_CREAT | IPC_EXCL | 0600 | i);
        if (ids[i] < 0) {
            perror("shmget");
        }
        printf("%d ", ids[i]);
    }
    puts("");
    for (i = 0; i < 10; i += 2) shmctl(ids[i], IPC_RMID, NULL);
    for (i = 0; i < 10; i++) {
        j = shmget(0x100 + i, 0, 0);
        printf("%d/%d ", j, j < 0 ? errno : 0);
    }
    puts("");
    for (i = 0; i < 5; i++) {
        j = shmget(IPC_PRIVATE, i, 0600);
        printf("%d ", j);
    }
    puts("");
    j = shmget(0x101, 2001, 0600);
    printf("%d %s\n", j, strerror(errno));
    j = shmget(0x101, 2000, IPC_CREAT | 0600);
    printf("%d\n", j == ids[1]);
    j = shmget(0x101, 2000, 0606);
    printf("%d %d\n", j == ids[1], errno);
    struct shmid_ds d;
    memset(&d, 0, sizeof d);
    shmctl(ids[1], IPC_STAT, &d);
    printf("%o %zu %d\n", d.shm_perm.mode, d.shm_segsz, d.shm_perm.__key);
    d.shm_perm.uid = -1;
    printf("%d %d\n", shmctl(ids[1], IPC_SET, &d), errno);
    d.shm_perm.uid = 4242;
    d.shm_perm.mode = 07777;
    printf("%d\n", shmctl(ids[1], IPC_SET, &d));
    shmctl(ids[1], IPC_STAT, &d);
    printf("%d %o\n", d.shm_perm.uid, d.shm_perm.mode);
    printf("%d\n", shmctl(ids[1], IPC_RMID, 0));
    printf("%d %d\n", shmctl(ids[1], IPC_RMID, 0), errno);
    printf("%d %d\n", shmctl(-1, IPC_STAT, &d), errno);
    printf("%d %d\n", shmctl(ids[3], IPC_STAT, NULL), errno);
    printf("%d %d\n", shmctl(ids[3], 12345, &d), errno);
    return 0;
}
