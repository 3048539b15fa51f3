#include <stdio.h>
#include <sys/shm.h>

void ask(const char *what, key_t key, size_t size) {
    int id = shmget(key, size, IPC_CREAT | 0600);
    if (id == -1)
        perror(what);
    else
        printf("%s: id %d\n", what, id);
}

int main(void) {
    int ids[6];
    for (int i = 0; i < 6; i++)
        ids[i] = shmget(0x3001 + i, 4096, IPC_CREAT | 0600);

    ask("a seventh segment", 0x3007, 4096);
    shmctl(ids[5], IPC_RMID, NULL);
    ask("12 more pages", 0x3007, 12*4096);
    ask("11 more pages", 0x3007, 11*4096);
    ask("no bytes at all", 0x3008, 0);
    ask("2 pages of a segment of 1", 0x3001, 2*4096);

    for (int i = 0; i < 5; i++)
        shmctl(ids[i], IPC_RMID, NULL);
    shmctl(shmget(0x3007, 0, 0), IPC_RMID, NULL);
    return 0;
}
