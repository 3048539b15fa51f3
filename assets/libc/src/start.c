// The beginning and the end of a program.
#include <errno.h>
#include <shmscope/libc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char **environ;
char *program_invocation_name = "";
char *program_invocation_short_name = "";

int main();

// Where the kernel starts a program: argc, argv..., NULL, envp..., NULL lie at the top of the stack.
_Noreturn void _start(void) {
    long *stack = (long *)__builtin_initial_stack();
    int argc = (int)stack[0];
    char **argv = (char **)(stack + 1);
    environ = argv + argc + 1;
    if (argc > 0) {
        char *slash = strrchr(argv[0], '/');
        program_invocation_name = argv[0];
        program_invocation_short_name = slash ? slash + 1 : argv[0];
    }
    exit(main(argc, argv, environ));
}

void (*__flush_at_exit)(void);

#define HANDLERS 32  // the least C17 allows

static void (*handlers[HANDLERS])(void);
static int handler_count;

int atexit(void (*handler)(void)) {
    if (handler_count == HANDLERS) return -1;
    handlers[handler_count++] = handler;
    return 0;
}

_Noreturn void _exit(int status) {
    __builtin_no_steps();
    for (;;) __builtin_syscall(SYS_exit_group, status);
}

_Noreturn void _Exit(int status) { _exit(status); }

// Everything from here to the end belongs to the step that called exit.
_Noreturn void exit(int status) {
    __builtin_no_steps();
    while (handler_count > 0) {
        // Counted down first: a handler may register another, or call exit.
        void (*handler)(void) = handlers[--handler_count];
        handler();
    }
    if (__flush_at_exit) __flush_at_exit();
    _exit(status);
}

// "The SIGABRT signal is raised … unless it is caught by a handler that does not return": then by default.
_Noreturn void abort(void) {
    unsigned long mask = 1ul << (SIGABRT - 1), default_action[4] = {0};
    int process = getpid(), thread = (int)__builtin_syscall(SYS_gettid);
    __builtin_syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &mask, NULL, sizeof mask);
    __builtin_syscall(SYS_tgkill, process, thread, SIGABRT);
    __builtin_syscall(SYS_rt_sigaction, SIGABRT, default_action, NULL, sizeof mask);
    __builtin_syscall(SYS_tgkill, process, thread, SIGABRT);
    _exit(127);
}
