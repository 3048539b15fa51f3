#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

static char message[1024 * 1024];

int main(int argc, char **argv)
{
    int size = argc > 1 ? atoi(argv[1]) : 1024;
    int count = argc > 2 ? atoi(argv[2]) : 4;
    int ends[2], sum = 0;

    if (pipe(ends) != 0) return 1;
    if (fork() == 0) {
        for (int n = 1; n <= count; n++) {
            for (int at = 0; at < size; at += PAGE) message[at] = n;
            write(ends[1], message, size);
        }
        _exit(0);
    }
    for (int n = 1; n <= count; n++) {
        int got = 0;
        while (got < size) got += read(ends[0], message + got, size - got);
        for (int at = 0; at < size; at += PAGE) sum += message[at];
    }
    wait(NULL);
    printf("%d messages of %d bytes, sum %d\n", count, size, sum);
    return 0;
}
