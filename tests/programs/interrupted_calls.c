/* Which calls a handler ends, and which begin again with SA_RESTART. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int rang;

static void ring(int signal) {
    (void)signal;
    rang++;
}

static void handle_alarm(int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = ring;
    action.sa_flags = flags;
    sigaction(SIGALRM, &action, NULL);
}

static void alarm_in(int milliseconds) {
    struct itimerval timer;
    memset(&timer, 0, sizeof timer);
    timer.it_value.tv_usec = milliseconds * 1000;
    setitimer(ITIMER_REAL, &timer, NULL);
}

static pid_t sleeping_child(int milliseconds) {
    pid_t child = fork();
    if (child == 0) {
        usleep((unsigned)milliseconds * 1000);
        _exit(5);
    }
    return child;
}

static void say(const char *what, long result) {
    printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "fine");
}

int main(void) {
    struct timespec second = {1, 0}, left = {0, 0};
    int status, result, ends[2];
    char c;
    pid_t child;

    setbuf(stdout, NULL);
    handle_alarm(0);
    alarm_in(50);
    child = sleeping_child(300);
    result = (int)wait(&status);
    say("wait", result);
    result = wait(&status) == child;
    printf("wait again: %d, status %d\n", result, WEXITSTATUS(status));

    handle_alarm(SA_RESTART);
    alarm_in(50);
    child = sleeping_child(300);
    result = wait(&status) == child;
    printf("restarted wait: %d, status %d, rang %d\n", result, WEXITSTATUS(status), rang);

    alarm_in(100);
    result = nanosleep(&second, &left);
    say("nanosleep", result);
    printf("left %d\n", left.tv_sec == 0 && left.tv_nsec > 500000000);

    alarm_in(50);
    say("pause", pause());

    pipe(ends);
    handle_alarm(0);
    alarm_in(50);
    result = (int)read(ends[0], &c, 1);
    say("read", result);
    handle_alarm(SA_RESTART);
    alarm_in(50);
    if (fork() == 0) {
        usleep(300000);
        write(ends[1], "x", 1);
        _exit(0);
    }
    result = (int)read(ends[0], &c, 1);
    printf("restarted read: %d %c, rang %d\n", result, c, rang);
    wait(NULL);

    printf("alarm: %u", alarm(100));
    printf(" %u", alarm(0));
    printf(" %u\n", alarm(0));
    return 0;
}
