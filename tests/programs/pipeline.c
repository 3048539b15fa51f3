// A pipeline of three processes: numbers, their squares, the sum; then the same filter as a co-process, both ways.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void squares(int from, int to) {
    FILE *in = fdopen(from, "r"), *out = fdopen(to, "w");
    long number;
    while (fscanf(in, "%ld", &number) == 1) {
        fprintf(out, "%ld\n", number * number);
        fflush(out);
    }
    exit(0);
}

static void pipeline(int count) {
    int first[2], second[2], i, statuses = 0, status;
    long square, sum = 0;
    FILE *in;
    pipe(first);
    pipe(second);
    if (fork() == 0) {
        dup2(first[1], 1);
        close(first[0]), close(first[1]), close(second[0]), close(second[1]);
        for (i = 1; i <= count; i++) printf("%d\n", i);
        exit(0);
    }
    if (fork() == 0) {
        close(first[1]), close(second[0]);
        squares(first[0], second[1]);
    }
    close(first[0]), close(first[1]), close(second[1]);
    in = fdopen(second[0], "r");
    while (fscanf(in, "%ld", &square) == 1) sum += square;
    fclose(in);
    while (wait(&status) > 0) statuses |= status;
    printf("%d numbers: %ld, statuses %d\n", count, sum, statuses);
}

static void co_process(void) {
    int pair[2], i;
    char line[64];
    ssize_t got;
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    if (fork() == 0) {
        close(pair[0]);
        squares(pair[1], pair[1]);
    }
    close(pair[1]);
    for (i = 3; i < 6; i++) {
        sprintf(line, "%d\n", i);
        write(pair[0], line, strlen(line));
        got = read(pair[0], line, sizeof line - 1);
        line[got > 0 ? got : 0] = 0;
        printf("%d squared: %s", i, line);
    }
    shutdown(pair[0], SHUT_WR);
    printf("then the end: %zd\n", read(pair[0], line, sizeof line));
    wait(NULL);
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    pipeline(10);
    pipeline(20000);  // more than two pipes hold
    co_process();
    return 0;
}
