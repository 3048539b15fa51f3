/* A handler learns what the fault was, repairs it or leaves by _exit. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

static char *page;
static volatile int faults;

static void repair(int signal, siginfo_t *info, void *context) {
    faults++;
    if (signal != SIGSEGV || info->si_code != SEGV_ACCERR || info->si_addr != page + 8 || !context) _exit(9);
    mprotect(page, PAGE, PROT_READ | PROT_WRITE);
}

static void leave(int signal, siginfo_t *info, void *context) {
    (void)context;
    _exit(signal == SIGSEGV && info->si_code == SEGV_MAPERR && info->si_addr == (void *)64 ? 7 : 8);
}

static void divided(int signal, siginfo_t *info, void *context) {
    (void)context;
    _exit(signal == SIGFPE && info->si_code == FPE_INTDIV ? 6 : 8);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO;
    if (sigaction(signal, &action, NULL) != 0) perror("sigaction");
}

static int ends(void (*body)(void)) {
    int status;
    pid_t child = fork();
    if (child == 0) {
        body();
        _exit(0);
    }
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void touch_nothing(void) {
    handle(SIGSEGV, leave);
    *(volatile int *)64 = 1;
}

static void divide(void) {
    volatile int zero = 0;
    handle(SIGFPE, divided);
    printf("%d\n", 7 / zero);
}

static void ignore_fault(void) {
    signal(SIGSEGV, SIG_IGN);
    *(volatile int *)64 = 1;
}

static void block_fault(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    handle(SIGSEGV, leave);
    sigprocmask(SIG_BLOCK, &set, NULL);
    *(volatile int *)64 = 1;
}

int main(void) {
    setbuf(stdout, NULL);
    page = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    handle(SIGSEGV, repair);
    page[8] = 'x';
    printf("repaired %d time, the byte is %c\n", faults, page[8]);
    printf("no area: %d\n", ends(touch_nothing));
    printf("divided by zero: %d\n", ends(divide));
    printf("ignored: %d\n", ends(ignore_fault));
    printf("blocked: %d\n", ends(block_fault));
    return 0;
}
