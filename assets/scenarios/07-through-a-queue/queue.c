#include <stdio.h>
#include <stdlib.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096
#define CHUNK 8192

static char message[1024 * 1024];
static struct {
    long type;
    char bytes[CHUNK];
} part;

int main(int argc, char **argv)
{
    int size = argc > 1 ? atoi(argv[1]) : 1024;
    int count = argc > 2 ? atoi(argv[2]) : 4;
    int chunk = size < CHUNK ? size : CHUNK, sum = 0;
    int id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);

    if (id < 0) return 1;
    if (fork() == 0) {
        part.type = 1;
        for (int n = 1; n <= count; n++) {
            for (int sent = 0; sent < size; sent += chunk) {
                for (int at = 0; at < chunk; at += PAGE) part.bytes[at] = n;
                msgsnd(id, &part, chunk, 0);
            }
        }
        _exit(0);
    }
    for (int n = 1; n <= count; n++) {
        for (int got = 0; got < size; got += chunk) {
            msgrcv(id, &part, CHUNK, 0, 0);
            for (int at = 0; at < chunk; at += PAGE) sum += message[got + at] = part.bytes[at];
        }
    }
    wait(NULL);
    msgctl(id, IPC_RMID, NULL);
    printf("%d messages of %d bytes, sum %d\n", count, size, sum);
    return 0;
}
