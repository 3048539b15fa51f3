// A segment shared by a parent and its child; nattch and sizes as shmctl tells.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

static struct shmid_ds look(int id) {
    struct shmid_ds info;
    if (shmctl(id, IPC_STAT, &info) == -1) {
        perror("IPC_STAT");
        exit(1);
    }
    return info;
}

int main(void) {
    int id = shmget(IPC_PRIVATE, 5000, IPC_CREAT | 0640);
    struct shmid_ds info = look(id);
    printf("%zu bytes, mode %o, nattch %lu, creator is me %d, lpid %d\n", info.shm_segsz, info.shm_perm.mode & 0777,
           (unsigned long)info.shm_nattch, info.shm_cpid == getpid(), info.shm_lpid);
    int *numbers = shmat(id, NULL, 0);
    char *text = (char *)numbers + 4096;
    numbers[0] = 1;
    if (fork() == 0) {
        numbers[0] += 41;
        strcpy(text, "written by the child");
        printf("child: nattch %lu\n", (unsigned long)look(id).shm_nattch);
        shmdt(numbers);
        exit(0);
    }
    wait(NULL);
    info = look(id);
    printf("parent: %d, \"%s\", nattch %lu, atime set %d\n", numbers[0], text, (unsigned long)info.shm_nattch,
           info.shm_atime != 0);
    printf("rmid %d\n", shmctl(id, IPC_RMID, NULL));
    info = look(id);
    printf("marked %d, key %d, still %d\n", (info.shm_perm.mode & SHM_DEST) != 0, info.shm_perm.__key, numbers[0]);
    printf("shmdt %d\n", shmdt(numbers));
    printf("shmdt again %d\n", shmdt(numbers));
    perror("shmdt");
    printf("gone %d\n", shmctl(id, IPC_STAT, &info));
    perror("IPC_STAT");
    return 0;
}
