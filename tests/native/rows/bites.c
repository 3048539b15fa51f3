/* What surprises in programs: text waiting in a buffer, and waiting itself. */
#include "child.h"

#include <sys/time.h>

static int ends[2];

/* How many bytes the children of `body` write to a standard output that is a pipe. */
static int bytes_of(int (*body)(void)) {
    char text[64];
    int total = 0, got;
    pid_t child;

    pipe(ends);
    fflush(stdout);
    child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        close(ends[1]);
        exit(body());
    }
    close(ends[1]);
    while ((got = read(ends[0], text, sizeof text)) > 0) total += got;
    close(ends[0]);
    waitpid(child, NULL, 0);
    return total;
}

static int print_and_fork(void) {
    printf("once");
    if (fork() != 0) wait(NULL);
    return 0;
}
static int flush_and_fork(void) {
    printf("once");
    fflush(stdout);
    if (fork() != 0) wait(NULL);
    return 0;
}
static int print_and_leave(void) {
    printf("lost\n");
    _exit(0);
}
static int print_and_be_killed(void) {
    printf("lost");
    return kill(getpid(), SIGKILL);
}
static int print_and_abort(void) {
    printf("lost");
    abort();
}
static int print_and_return(void) {
    printf("kept");
    return 0;
}

static void buffers(void) {
    ROW("B15.4 text pending at fork comes out twice", bytes_of(print_and_fork) == 8);
    ROW("B15.4 flushed before: once", bytes_of(flush_and_fork) == 4);
    ROW("B15.5 _exit loses it", bytes_of(print_and_leave) == 0);
    ROW("B15.5 so does SIGKILL", bytes_of(print_and_be_killed) == 0);
    ROW("B15.5 so does abort", bytes_of(print_and_abort) == 0);
    ROW("B15.5 returning does not", bytes_of(print_and_return) == 4);
}

static volatile int rang;
static void ring(int signal) { rang = signal; }

static void waiting(void) {
    struct itimerval soon = {{0, 0}, {0, 20000}};
    volatile char *turn = shmat(new_segment(1), NULL, 0);
    int i, left, status;
    pid_t child;

    signal(SIGALRM, ring);
    alarm(1);
    ROW("B15.6 a signal ends pause", pause() == -1 && errno == EINTR && rang == SIGALRM);
    alarm(1);
    left = sleep(100);
    ROW("B15.6 and sleep, which tells what was left", left == 98 || left == 99);
    rang = 0;
    setitimer(ITIMER_REAL, &soon, NULL);
    while (!rang) {
    }
    ROW("B15.8 and a loop that waits for the handler", rang == SIGALRM);
    fflush(stdout);
    child = fork();
    for (i = 0; i < 20; i++) {
        while (*turn != (child == 0)) {
        }
        *turn = child != 0;
    }
    if (child == 0) _exit(5);
    waitpid(child, &status, 0);
    ROW("B15.7 two that wait busily take turns", WEXITSTATUS(status) == 5 && *turn == 0);
}

int main(void) {
    buffers();
    waiting();
    ROW("B15.3 the next run finds what the first left: EEXIST",
        shmget(0x4711, 1, IPC_CREAT | IPC_EXCL | 0600) == 1 &&
            FAILS(shmget(0x4711, 1, IPC_CREAT | IPC_EXCL | 0600), EEXIST));
    ROW("B13.4 ftok takes project 0", ftok("/tmp", 0) != -1 && (ftok("/tmp", 0) >> 24 & 0xff) == 0);
    return finish();
}
