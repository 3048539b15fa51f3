/* Blocking, pending, order of delivery, nesting, one-shot handlers, waiting for signals. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile int depth;

static void note(int signal) {
    printf("%*shandler of %d\n", depth * 2, "", signal);
    depth++;
    if (signal == SIGUSR1) raise(SIGUSR2);
    depth--;
}

static void queued(int signal, siginfo_t *info, void *context) {
    (void)context;
    printf("queued %d code %d value %d from me %d\n", signal - SIGRTMIN, info->si_code, info->si_value.sival_int,
           info->si_pid == getpid());
}

static void set_action(int signal, void (*handler)(int), int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(signal, &action, NULL);
}

static void say(const char *what, long result) {
    printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "fine");
}

int main(void) {
    sigset_t set, old, pending;
    struct sigaction action;
    union sigval value;
    siginfo_t info;
    struct timespec soon = {0, 1000000};
    int taken;

    setbuf(stdout, NULL);
    set_action(SIGUSR1, note, 0);
    set_action(SIGUSR2, note, 0);
    raise(SIGUSR1);

    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    sigprocmask(SIG_BLOCK, &set, &old);
    raise(SIGUSR2);
    raise(SIGUSR1);
    raise(SIGUSR1);
    sigpending(&pending);
    printf("pending %d %d %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGUSR2),
           sigismember(&pending, SIGTERM));
    say("suspend", sigsuspend(&old));
    sigprocmask(SIG_SETMASK, NULL, &pending);
    printf("still blocked %d\n", sigismember(&pending, SIGUSR1));

    raise(SIGUSR2);
    printf("sigwait %d", sigwait(&set, &taken));
    printf(" took %d\n", taken);
    say("timed wait", sigtimedwait(&set, &info, &soon));
    sigprocmask(SIG_SETMASK, &old, NULL);

    set_action(SIGTERM, note, SA_RESETHAND);
    raise(SIGTERM);
    sigaction(SIGTERM, NULL, &action);
    printf("one shot: %d\n", action.sa_handler == SIG_DFL);

    memset(&action, 0, sizeof action);
    action.sa_sigaction = queued;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGRTMIN, &action, NULL);
    sigaction(SIGRTMIN + 1, &action, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    sigaddset(&set, SIGRTMIN + 1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    value.sival_int = 1;
    sigqueue(getpid(), SIGRTMIN + 1, value);
    value.sival_int = 2;
    sigqueue(getpid(), SIGRTMIN, value);
    value.sival_int = 3;
    sigqueue(getpid(), SIGRTMIN, value);
    taken = sigwaitinfo(&set, &info);
    printf("first %d value %d\n", taken - SIGRTMIN, info.si_value.sival_int);
    sigprocmask(SIG_UNBLOCK, &set, NULL);

    say("SIGKILL", sigaction(SIGKILL, &action, NULL));
    say("kill", kill(getpid(), 65));
    return 0;
}
