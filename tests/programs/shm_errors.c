// The errors of the four calls.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/shm.h>

#define KEY 0x5c0de

static void report(const char *what, long result) {
    if (result == -1)
        printf("%s: %s\n", what, strerror(errno));
    else
        printf("%s: ok\n", what);
}

int main(void) {
    struct shmid_ds info;
    report("missing key", shmget(KEY, 100, 0600));
    report("size 0", shmget(KEY, 0, IPC_CREAT | 0600));
    report("excl without creat", shmget(KEY, 100, IPC_EXCL | 0600));
    int id = shmget(KEY, 100, IPC_CREAT | IPC_EXCL | 0600);
    report("create", id);
    report("create again", shmget(KEY, 100, IPC_CREAT | IPC_EXCL | 0600));
    report("find", shmget(KEY, 0, 0));
    printf("same id: %d\n", shmget(KEY, 50, IPC_CREAT | 0600) == id);
    report("larger", shmget(KEY, 101, 0600));
    report("shmat id -1", (long)shmat(-1, NULL, 0));
    report("shmat unaligned", (long)shmat(id, (void *)0x10000001, 0));
    char *p = shmat(id, (void *)0x10000000, 0);
    printf("at the wanted address: %d\n", p == (char *)0x10000000);
    report("shmat there again", (long)shmat(id, (void *)0x10000000, 0));
    char *q = shmat(id, (void *)0x10002fff, SHM_RND);
    printf("rounded down: %d\n", q == (char *)0x10002000);
    p[99] = 'x';
    p[4095] = 'y';
    printf("seen at the other address: %c%c\n", q[99], q[4095]);
    report("shmdt inside", shmdt(p + 4));
    report("shmdt", shmdt(p));
    report("shmdt twice", shmdt(p));
    report("unknown command", shmctl(id, 99, &info));
    report("IPC_STAT bad id", shmctl(id + 1, IPC_STAT, &info));
    report("IPC_RMID", shmctl(id, IPC_RMID, NULL));
    report("IPC_RMID again, still attached", shmctl(id, IPC_RMID, NULL));
    report("find removed", shmget(KEY, 0, 0));
    report("shmdt other", shmdt(q));
    report("IPC_RMID gone", shmctl(id, IPC_RMID, NULL));
    return 0;
}
