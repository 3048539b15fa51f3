/* Process groups, and the timers of a process. */
#include "child.h"

#include <sys/time.h>

static volatile int count;
static void note(int signal) { count++; }

static int in_own_group(void) { return setpgid(0, 0) == 0 && getpgrp() == getpid() && getpgid(0) == getpid(); }
static int in_parents_group(void) { return getpgrp() == getpgid(getppid()) && getpgrp() != getpid(); }
static int new_session(void) { return setsid() == getpid() && getpgrp() == getpid() && FAILS(setsid(), EPERM); }
static int sleep_on(void) {
    while (1) pause();
}
static int lead_group(void) {
    setpgid(0, 0);
    return sleep_on();
}

static void groups(void) {
    pid_t one = child_running(sleep_on), two = child_running(sleep_on), other = child_running(sleep_on);

    ROW("SIG34 a child is in its parent's group", child_ends(in_parents_group) == 1);
    ROW("SIG34 setpgid makes one of its own", child_ends(in_own_group) == 1);
    ROW("SIG35 a parent puts its children into a group",
        setpgid(one, one) == 0 && setpgid(two, one) == 0 && getpgid(two) == one);
    ROW("SIG35 a group that is not there: EPERM", FAILS(setpgid(other, two), EPERM));
    ROW("SIG35 nobody's: ESRCH", FAILS(setpgid(999999, 0), ESRCH) && FAILS(getpgid(999999), ESRCH));
    ROW("SIG36 kill of a group reaches all of it",
        kill(-one, SIGTERM) == 0 && end_of(one) == -SIGTERM && end_of(two) == -SIGTERM);
    ROW("SIG36 and no other", waitpid(other, NULL, WNOHANG) == 0);
    ROW("SIG36 a group that has ended: ESRCH", FAILS(killpg(one, SIGTERM), ESRCH));
    kill(other, SIGKILL);
    end_of(other);
    one = child_running(lead_group);
    while (getpgid(one) != one) usleep(1000);
    kill(-one, SIGKILL);
    ROW("SIG37 waitpid of a group", waitpid(-one, NULL, 0) == one && FAILS(waitpid(-one, NULL, 0), ECHILD));
    ROW("SIG38 setsid: session and group of its own", child_ends(new_session) == 1);
}

static void timers(void) {
    struct itimerval timer, old;
    pid_t child;

    signal(SIGALRM, note);
    memset(&timer, 0, sizeof timer);
    timer.it_value.tv_usec = 20000;
    timer.it_interval.tv_usec = 20000;
    ROW("SIG39 setitimer rings again and again", setitimer(ITIMER_REAL, &timer, NULL) == 0);
    while (count < 3) pause();
    memset(&timer, 0, sizeof timer);
    ROW("SIG39 until it is set to nothing",
        setitimer(ITIMER_REAL, &timer, &old) == 0 && old.it_interval.tv_usec == 20000);
    ROW("SIG39 then nothing is left",
        getitimer(ITIMER_REAL, &old) == 0 && old.it_value.tv_sec == 0 && old.it_value.tv_usec == 0);
    timer.it_value.tv_usec = 1000000;
    ROW("SIG40 a time that is none: EINVAL", FAILS(setitimer(ITIMER_REAL, &timer, NULL), EINVAL));
    alarm(50);
    child = fork();
    if (child == 0) _exit(alarm(0));
    ROW("SIG41 a child has no alarm", end_of(child) == 0 && alarm(0) == 50);
}

int main(void) {
    groups();
    timers();
    return finish();
}
