/* wait and signals between parent and child. */
#include "child.h"

#include <fcntl.h>

static volatile int count, code, status_told;
static volatile pid_t child_told;
static char *program;

static void note(int signal, siginfo_t *info, void *context) {
    count++;
    code = info->si_code;
    status_told = info->si_status;
    child_told = info->si_pid;
}
static void nothing(int signal) { count++; }

static void handle(int signal, void (*handler)(int), int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(signal, &action, NULL);
    count = 0;
}

static int leave(void) { return 7; }
static int sleep_on(void) {
    while (1) pause();
}

static void told(void) {
    struct sigaction action;
    pid_t child;

    memset(&action, 0, sizeof action);
    action.sa_sigaction = note;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigaction(SIGCHLD, &action, NULL);
    child = child_running(leave);
    ROW("SIG22 a child's end: SIGCHLD, CLD_EXITED, its status",
        end_of(child) == 7 && count == 1 && code == CLD_EXITED && status_told == 7 && child_told == child);
    child = child_running(sleep_on);
    kill(child, SIGTERM);
    ROW("SIG22 killed: CLD_KILLED and the signal",
        end_of(child) == -SIGTERM && count == 2 && code == CLD_KILLED && status_told == SIGTERM);
    signal(SIGCHLD, SIG_DFL);
}

static void waiting(void) {
    pid_t child = child_running(sleep_on);
    int status;

    ROW("SIG23 WNOHANG of a living child: 0", waitpid(child, &status, WNOHANG) == 0);
    kill(child, SIGSTOP);
    ROW("SIG24 WUNTRACED: it has stopped",
        waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    ROW("SIG24 told once", waitpid(child, &status, WUNTRACED | WNOHANG) == 0);
    kill(child, SIGTERM);
    ROW("SIG25 a stopped child does not take SIGTERM", waitpid(child, &status, WNOHANG) == 0);
    kill(child, SIGCONT);
    ROW("SIG25 SIGCONT: it goes on, and ends", end_of(child) == -SIGTERM);
    child = child_running(sleep_on);
    kill(child, SIGSTOP);
    waitpid(child, &status, WUNTRACED);
    kill(child, SIGCONT);
    ROW("SIG24 WCONTINUED", waitpid(child, &status, WCONTINUED) == child && WIFCONTINUED(status));
    kill(child, SIGSTOP);
    kill(child, SIGKILL);
    ROW("SIG25 SIGKILL ends a stopped one", end_of(child) == -SIGKILL);
    ROW("SIG26 no child: ECHILD", FAILS(wait(&status), ECHILD) && FAILS(waitpid(child, &status, 0), ECHILD) &&
                                      FAILS(waitpid(1, &status, 0), ECHILD));
    ROW("SIG26 unknown options: EINVAL", FAILS(waitpid(-1, &status, 0x10), EINVAL));
}

static void unwanted(void) {
    pid_t child;
    handle(SIGCHLD, SIG_IGN, 0);
    child = child_running(leave);
    ROW("SIG27 with SIGCHLD ignored no child is left to wait for: ECHILD", FAILS(waitpid(child, NULL, 0), ECHILD));
    handle(SIGCHLD, SIG_DFL, SA_NOCLDWAIT);
    child = child_running(leave);
    ROW("SIG27 with SA_NOCLDWAIT neither", FAILS(waitpid(child, NULL, 0), ECHILD));
    signal(SIGCHLD, SIG_DFL);
}

static int use_inherited_handler(void) { return raise(SIGUSR1) == 0 && count == 1; }
static int look_for_pending(void) {
    sigset_t set;
    sigpending(&set);
    return !sigismember(&set, SIGUSR1);
}
static int start(void) {
    execl(program, program, "look", NULL);
    return 98;
}

static void inherited(void) {
    sigset_t set;

    handle(SIGUSR1, nothing, 0);
    ROW("SIG28 a child inherits the handler", child_ends(use_inherited_handler) == 1 && count == 0);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(SIGUSR1);
    ROW("SIG29 but not what waits", child_ends(look_for_pending) == 1);
    signal(SIGUSR2, SIG_IGN);
    ROW("SIG30 exec: handlers go, ignored and blocked stay", child_ends(start) == 1);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* The program that was started. */
static int started(void) {
    struct sigaction handled, ignored;
    sigset_t set;
    sigaction(SIGUSR1, NULL, &handled);
    sigaction(SIGUSR2, NULL, &ignored);
    sigprocmask(SIG_BLOCK, NULL, &set);
    return handled.sa_handler == SIG_DFL && ignored.sa_handler == SIG_IGN && sigismember(&set, SIGUSR1);
}

static void alarms(void) {
    int ends[2];
    char byte;
    sigset_t set;
    int got;

    pipe(ends);
    handle(SIGALRM, nothing, 0);
    alarm(100);
    ROW("SIG31 alarm tells what was left of the one before", alarm(1) == 100);
    ROW("SIG32 a handler ends a read: EINTR", FAILS(read(ends[0], &byte, 1), EINTR) && count == 1);
    handle(SIGALRM, nothing, SA_RESTART);
    alarm(1);
    if (fork() == 0) {
        sleep(2);
        write(ends[1], "x", 1);
        _exit(0);
    }
    ROW("SIG32 with SA_RESTART it goes on", read(ends[0], &byte, 1) == 1 && count == 1);
    wait(NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGALRM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    alarm(1);
    ROW("SIG33 sigwait takes it, no handler runs", sigwait(&set, &got) == 0 && got == SIGALRM && count == 1);
}

int main(int argc, char **argv) {
    if (argc == 2) return started();
    program = argv[0];
    told();
    waiting();
    unwanted();
    inherited();
    alarms();
    return finish();
}
