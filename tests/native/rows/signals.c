/* Signals: who gets them, when, and what the handler is told. */
#include "child.h"

#include <sys/mman.h>

static volatile int count, last, code, number_sent;
static volatile pid_t sender;
static void *volatile place;

static void note(int signal, siginfo_t *info, void *context) {
    count++;
    last = signal;
    code = info->si_code;
    sender = info->si_pid;
    number_sent = info->si_value.sival_int;
    place = info->si_addr;
}

static void handle(int signal, int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = note;
    action.sa_flags = SA_SIGINFO | flags;
    sigaction(signal, &action, NULL);
    count = last = 0;
}

static void block(int how, int signal) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    sigprocmask(how, &set, NULL);
}

static int pending(int signal) {
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, signal);
}

static void told(void) {
    union sigval value;

    handle(SIGUSR1, 0);
    ROW("SIG1 kill of oneself is delivered before it returns",
        kill(getpid(), SIGUSR1) == 0 && count == 1 && last == SIGUSR1);
    ROW("SIG2 the handler is told the sender: SI_USER", code == SI_USER && sender == getpid());
    ROW("SIG3 raise: SI_TKILL", raise(SIGUSR1) == 0 && count == 2 && code == SI_TKILL);
    value.sival_int = 42;
    ROW("SIG4 sigqueue: SI_QUEUE and its value",
        sigqueue(getpid(), SIGUSR1, value) == 0 && count == 3 && code == SI_QUEUE && number_sent == 42);
    ROW("SIG5 signal 0 asks only: ESRCH of nobody",
        kill(getpid(), 0) == 0 && FAILS(kill(999999, 0), ESRCH) && count == 3);
    ROW("SIG6 no such signal: EINVAL", FAILS(kill(getpid(), 65), EINVAL) && FAILS(kill(getpid(), -1), EINVAL));
    ROW("SIG7 SIGKILL and SIGSTOP cannot be handled: EINVAL",
        signal(SIGKILL, SIG_IGN) == SIG_ERR && errno == EINVAL && signal(SIGSTOP, SIG_IGN) == SIG_ERR);
}

static void blocked(void) {
    sigset_t none;

    handle(SIGUSR1, 0);
    block(SIG_BLOCK, SIGUSR1);
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR1);
    ROW("SIG8 blocked it waits", count == 0 && pending(SIGUSR1) == 1 && pending(SIGUSR2) == 0);
    block(SIG_UNBLOCK, SIGUSR1);
    ROW("SIG9 two of one kind come once", count == 1 && pending(SIGUSR1) == 0);
    block(SIG_BLOCK, SIGUSR1);
    kill(getpid(), SIGUSR1);
    sigemptyset(&none);
    ROW("SIG10 sigsuspend lets it through: EINTR, and blocks again",
        FAILS(sigsuspend(&none), EINTR) && count == 2 && (kill(getpid(), SIGUSR1), count == 2));
    signal(SIGUSR1, SIG_IGN);
    ROW("SIG11 ignoring it throws away what waits", pending(SIGUSR1) == 0);
    block(SIG_UNBLOCK, SIGUSR1);
}

static int order[4], ordered;
static void note_order(int signal) { order[ordered++ % 4] = signal; }
static volatile int depth, deepest, runs;
static void nest(int signal) {
    depth++;
    if (depth > deepest) deepest = depth;
    if (++runs < 3) raise(signal);
    depth--;
}

static void while_handling(void) {
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = nest;
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    ROW("SIG12 in its handler a signal is blocked, and comes afterwards", deepest == 1 && runs == 3);
    action.sa_flags = SA_NODEFER;
    sigaction(SIGUSR1, &action, NULL);
    deepest = runs = 0;
    raise(SIGUSR1);
    ROW("SIG12 with SA_NODEFER it is not", deepest == 3);
    action.sa_flags = SA_RESETHAND;
    action.sa_handler = note_order;
    sigaction(SIGUSR2, &action, NULL);
    raise(SIGUSR2);
    sigaction(SIGUSR2, NULL, &action);
    ROW("SIG13 SA_RESETHAND: the handler runs once", ordered == 1 && action.sa_handler == SIG_DFL);
}

static int store_nowhere(void) {
    handle(SIGSEGV, SA_RESETHAND);
    *(volatile char *)0x10 = 1;
    return 0;
}
static void leave_with_code(int signal, siginfo_t *info, void *context) {
    _exit(signal * 10 + info->si_code + (info->si_addr == (void *)touched ? 0 : 100));
}
static int store_and_leave(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = leave_with_code;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    *touched = 1;
    return 0;
}
static int code_at(char *address) {
    touched = address;
    return child_ends(store_and_leave);
}
static volatile int zero;
static void leave_of_division(int signal, siginfo_t *info, void *context) {
    _exit(info->si_code == FPE_INTDIV ? 1 : 2);
}
static int divide(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = leave_of_division;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGFPE, &action, NULL);
    return 5 / zero;
}
static int block_and_fault(void) {
    signal(SIGSEGV, SIG_IGN);
    *(volatile char *)0x10 = 1;
    return 0;
}

static void of_faults(void) {
    int id = new_segment(4096);
    char *p = shmat(id, NULL, 0), *r = shmat(id, NULL, SHM_RDONLY), *b;

    ROW("SIG14 a store through SHM_RDONLY: SEGV_ACCERR and the address", code_at(r + 17) == SIGSEGV * 10 + SEGV_ACCERR);
    shmdt(p);
    ROW("SIG14 after shmdt: SEGV_MAPERR and the address", code_at(p + 33) == SIGSEGV * 10 + SEGV_MAPERR);
    b = mremap(r, 4096, 8192, MREMAP_MAYMOVE);
    ROW("SIG15 past the segment: SIGBUS", loading_dies_of(b + 4096) == SIGBUS);
    p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, shm_open("/empty", 0102, 0600), 0);
    ROW("SIG15 an object of no size: BUS_ADRERR and the address", code_at(p + 5) == SIGBUS * 10 + BUS_ADRERR);
    shm_unlink("/empty");
    ROW("SIG16 a division by zero: FPE_INTDIV", child_ends(divide) == 1);
    ROW("SIG17 a fault cannot be ignored", child_ends(block_and_fault) == -SIGSEGV);
    ROW("SIG18 returning from the handler stores again", child_ends(store_nowhere) == -SIGSEGV);
}

static int abort_ignored(void) {
    signal(SIGABRT, SIG_IGN);
    abort();
}
static int ignore_and_raise(void) {
    signal(SIGTERM, SIG_IGN);
    return raise(SIGTERM) == 0;
}
static int raise_terminate(void) { return raise(SIGTERM); }
static int raise_child(void) { return raise(SIGCHLD) == 0 && raise(SIGURG) == 0 && raise(SIGCONT) == 0; }

int main(void) {
    told();
    blocked();
    while_handling();
    of_faults();
    ROW("SIG19 SIGTERM ends by default", child_ends(raise_terminate) == -SIGTERM);
    ROW("SIG19 ignored it does nothing", child_ends(ignore_and_raise) == 1);
    ROW("SIG20 SIGCHLD, SIGURG and SIGCONT do nothing by default", child_ends(raise_child) == 1);
    ROW("SIG21 abort ends even when SIGABRT is ignored", child_ends(abort_ignored) == -SIGABRT);
    return finish();
}
