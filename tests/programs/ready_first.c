// Three children answer after different times; the parent takes whoever is ready, by poll and by select.
#include <poll.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 3

static int ends[CHILDREN][2];

static void start(void) {
    static const int delays[CHILDREN] = {300000, 100000, 200000};
    int i;
    fflush(stdout);
    for (i = 0; i < CHILDREN; i++) {
        pipe(ends[i]);
        if (fork() == 0) {
            char answer = (char)('A' + i);
            usleep((unsigned)delays[i]);
            write(ends[i][1], &answer, 1);
            _exit(0);
        }
        close(ends[i][1]);
    }
}

static void take(int i) {
    char answer = '?';
    ssize_t got = read(ends[i][0], &answer, 1);
    printf("child %d: %zd %c\n", i, got, answer);
}

static void by_poll(void) {
    struct pollfd list[CHILDREN];
    int i, left = CHILDREN;
    start();
    for (i = 0; i < CHILDREN; i++) list[i] = (struct pollfd){ends[i][0], POLLIN, 0};
    printf("nobody yet: %d\n", poll(list, CHILDREN, 10));
    while (left > 0) {
        poll(list, CHILDREN, -1);
        for (i = 0; i < CHILDREN; i++) {
            if (!(list[i].revents & POLLIN)) continue;
            take(i);
            close(list[i].fd);
            list[i].fd = -1;
            left--;
        }
    }
    while (wait(NULL) > 0) continue;
}

static void by_select(void) {
    int i, left = CHILDREN, done[CHILDREN] = {0};
    start();
    while (left > 0) {
        struct timeval limit = {5, 0};
        fd_set set;
        int highest = 0, ready;
        FD_ZERO(&set);
        for (i = 0; i < CHILDREN; i++) {
            if (done[i]) continue;
            FD_SET(ends[i][0], &set);
            if (ends[i][0] > highest) highest = ends[i][0];
        }
        ready = select(highest + 1, &set, NULL, NULL, &limit);
        for (i = 0; i < CHILDREN; i++) {
            if (done[i] || !FD_ISSET(ends[i][0], &set)) continue;
            printf("%d ready, time left: %s; ", ready, limit.tv_sec < 5 && limit.tv_sec > 2 ? "yes" : "no");
            take(i);
            close(ends[i][0]);
            done[i] = 1;
            left--;
        }
    }
    while (wait(NULL) > 0) continue;
}

int main(void) {
    by_poll();
    by_select();
    return 0;
}
