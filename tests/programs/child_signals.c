/* SIGCHLD: a handler that reaps, what it is told, children nobody waits for, stopping and resuming. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int reaped, code, status_told;

static void reap(int signal, siginfo_t *info, void *context) {
    int saved = errno;
    (void)signal;
    (void)context;
    code = info->si_code;
    status_told = info->si_status;
    while (waitpid(-1, NULL, WNOHANG) > 0) reaped++;
    errno = saved;
}

static void action(int signal, void (*handler)(int, siginfo_t *, void *), int flags) {
    struct sigaction wanted;
    memset(&wanted, 0, sizeof wanted);
    wanted.sa_sigaction = handler;
    wanted.sa_flags = SA_SIGINFO | flags;
    sigaction(signal, &wanted, NULL);
}

static void stopped_and_resumed(void) {
    int status;
    siginfo_t info;
    pid_t child = fork();
    if (child == 0) {
        raise(SIGSTOP);
        _exit(3);
    }
    waitpid(child, &status, WUNTRACED);
    printf("stopped %d by %d\n", WIFSTOPPED(status), WSTOPSIG(status));
    kill(child, SIGCONT);
    waitpid(child, &status, WCONTINUED);
    printf("continued %d\n", WIFCONTINUED(status));
    memset(&info, 0, sizeof info);
    waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
    printf("waitid: code %d status %d\n", info.si_code == CLD_EXITED, info.si_status);
    waitpid(child, &status, 0);
    printf("exited %d\n", WEXITSTATUS(status));
}

static void say(const char *what, long result) {
    printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "fine");
}

int main(void) {
    int i, status;
    sigset_t set, old;
    pid_t child;

    setbuf(stdout, NULL);
    action(SIGCHLD, reap, 0);
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, &old);
    for (i = 0; i < 5; i++)
        if (fork() == 0) _exit(i);
    while (reaped < 5) sigsuspend(&old);
    printf("reaped %d, last code %d\n", reaped, code);

    if (fork() == 0) abort();
    while (reaped < 6) sigsuspend(&old);
    printf("killed: code %d status %d\n", code == CLD_KILLED || code == CLD_DUMPED, status_told);
    sigprocmask(SIG_SETMASK, &old, NULL);

    signal(SIGCHLD, SIG_IGN);
    if (fork() == 0) _exit(1);
    say("ignored", wait(&status));

    signal(SIGCHLD, SIG_DFL);
    child = fork();
    if (child == 0) {
        setpgid(0, 0);
        for (;;) pause();
    }
    setpgid(child, child);
    kill(-child, SIGTERM);
    printf("group: %d", waitpid(-child, &status, 0) == child);
    printf(" by %d\n", WTERMSIG(status));
    stopped_and_resumed();
    return 0;
}
