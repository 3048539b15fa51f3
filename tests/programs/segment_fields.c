// What IPC_STAT shows after each call, and perror on every error path.
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
    struct shmid_ds d;
    int id = shmget(0x4d2, 5000, IPC_CREAT | 0640);
    void *a = shmat(id, 0, 0), *b = shmat(id, 0, SHM_RDONLY);
    shmctl(id, IPC_STAT, &d);
    printf("%#x %d %d %d %d %o %d\n", d.shm_perm.__key, d.shm_perm.uid == getuid(), d.shm_perm.gid == getgid(),
           d.shm_perm.cuid == getuid(), d.shm_perm.cgid == getgid(), d.shm_perm.mode, d.shm_perm.__seq);
    printf("%zu %d %d %d %lu\n", d.shm_segsz, d.shm_cpid == getpid(), d.shm_lpid == getpid(),
           d.shm_atime > 0 && d.shm_ctime > 0 && d.shm_dtime == 0, d.shm_nattch);
    shmdt(b);
    d.shm_perm.mode = 0777;
    d.shm_segsz = 1;
    printf("%d\n", shmctl(id, IPC_SET, &d));
    shmctl(id, IPC_STAT, &d);
    printf("%o %zu %lu %d\n", d.shm_perm.mode, d.shm_segsz, d.shm_nattch, d.shm_dtime > 0);
    shmctl(id, IPC_RMID, NULL);
    shmctl(id, IPC_STAT, &d);
    printf("%o %#x\n", d.shm_perm.mode, d.shm_perm.__key);
    shmdt(a);
    printf("%d %d\n", shmctl(id, IPC_STAT, &d), errno == EINVAL);
    perror("shmctl");
    printf("%d\n", shmdt(a));
    perror("shmdt");
    printf("%d\n", shmget(9, 10, 0));
    perror("shmget");
    printf("%d\n", shmget(9, 0, IPC_CREAT));
    perror("shmget");
    printf("%d\n", (int)(long)shmat(id, 0, 0));
    perror("shmat");
    printf("%d\n", (int)(long)shmat(0, (void *)1, 0));
    perror("shmat");
    printf("%d\n", shmget(10, 1ul << 40, IPC_CREAT | 0600));
    perror("1<<40");
    printf("%d\n", shmget(10, 1ul << 63, IPC_CREAT | 0600));
    perror("1<<63");
    printf("%d\n", shmctl(99, 77, 0));
    perror("cmd");
    return 0;
}
