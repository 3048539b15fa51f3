// Signals. The kernel's struct sigaction is another than the program's.
#include <errno.h>
#include <shmscope/libc.h>
#include <shmscope/thread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define SET_BYTES 8  // of the kernel's set

struct kernel_action {
    __sighandler_t handler;
    unsigned long flags;
    void (*restorer)(void);
    unsigned long mask;
};

// Calls of signal(2) on these are restarted: siginterrupt takes them out.
static unsigned long interrupting;

static int valid(int signal) { return signal >= 1 && signal < NSIG; }

int kill(pid_t pid, int signal) { return (int)__result(__builtin_syscall(SYS_kill, pid, signal)); }

int killpg(pid_t group, int signal) {
    if (group < 0) {
        errno = EINVAL;
        return -1;
    }
    return kill(-group, signal);
}

int tgkill(pid_t process, pid_t thread, int signal) {
    return (int)__result(__builtin_syscall(SYS_tgkill, process, thread, signal));
}

int raise(int signal) { return tgkill(getpid(), (pid_t)__builtin_syscall(SYS_gettid), signal); }

int sigqueue(pid_t pid, int signal, const union sigval value) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    info.si_signo = signal;
    info.si_code = SI_QUEUE;
    info.si_pid = getpid();
    info.si_uid = getuid();
    info.si_value = value;
    return (int)__result(__builtin_syscall(SYS_rt_sigqueueinfo, pid, signal, &info));
}

int sigaction(int signal, const struct sigaction *restrict action, struct sigaction *restrict before) {
    struct kernel_action now, old;
    long returned;
    if (action) {
        now.handler = action->sa_handler;
        now.flags = (unsigned int)action->sa_flags;
        now.restorer = NULL;
        now.mask = action->sa_mask.__words[0];
    }
    returned = __builtin_syscall(SYS_rt_sigaction, signal, action ? &now : NULL, before ? &old : NULL, SET_BYTES);
    if (returned == 0 && before) {
        before->sa_handler = old.handler;
        before->sa_flags = (int)old.flags;
        sigemptyset(&before->sa_mask);
        before->sa_mask.__words[0] = old.mask;
        before->sa_restorer = old.restorer;
    }
    return (int)__result(returned);
}

__sighandler_t signal(int signal, __sighandler_t handler) {
    struct sigaction now, before;
    memset(&now, 0, sizeof now);
    now.sa_handler = handler;
    if (valid(signal) && !(interrupting >> (signal - 1) & 1)) now.sa_flags = SA_RESTART;
    return sigaction(signal, &now, &before) == 0 ? before.sa_handler : SIG_ERR;
}

int siginterrupt(int signal, int interrupt) {
    struct sigaction action;
    if (sigaction(signal, NULL, &action) < 0) return -1;
    if (interrupt) {
        interrupting |= 1ul << (signal - 1);
        action.sa_flags &= ~SA_RESTART;
    } else {
        interrupting &= ~(1ul << (signal - 1));
        action.sa_flags |= SA_RESTART;
    }
    return sigaction(signal, &action, NULL);
}

int sigemptyset(sigset_t *set) {
    memset(set, 0, sizeof *set);
    return 0;
}

// All but the two that glibc keeps for itself: 32 and 33.
int sigfillset(sigset_t *set) {
    memset(set, 0xff, sizeof *set);
    set->__words[0] &= ~(3ul << 31);
    return 0;
}

static int change(sigset_t *set, int signal, int add) {
    if (!valid(signal)) {
        errno = EINVAL;
        return -1;
    }
    if (add) {
        set->__words[0] |= 1ul << (signal - 1);
    } else {
        set->__words[0] &= ~(1ul << (signal - 1));
    }
    return 0;
}

int sigaddset(sigset_t *set, int signal) { return change(set, signal, 1); }
int sigdelset(sigset_t *set, int signal) { return change(set, signal, 0); }

int sigismember(const sigset_t *set, int signal) {
    if (!valid(signal)) {
        errno = EINVAL;
        return -1;
    }
    return (int)(set->__words[0] >> (signal - 1) & 1);
}

int sigisemptyset(const sigset_t *set) { return set->__words[0] == 0; }

int pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict before) {
    if (before) sigemptyset(before);
    return (int)-__builtin_syscall(SYS_rt_sigprocmask, how, set, before, SET_BYTES);
}

int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict before) {
    return (int)__result(-pthread_sigmask(how, set, before));
}

int sigpending(sigset_t *set) {
    sigemptyset(set);
    return (int)__result(__builtin_syscall(SYS_rt_sigpending, set, SET_BYTES));
}

int sigsuspend(const sigset_t *mask) {
    return (int)__result(__builtin_syscall(SYS_rt_sigsuspend, mask, SET_BYTES));
}

int sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict info, const struct timespec *restrict timeout) {
    return (int)__result(__builtin_syscall(SYS_rt_sigtimedwait, set, info, timeout, SET_BYTES));
}

int sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict info) { return sigtimedwait(set, info, NULL); }

int sigwait(const sigset_t *restrict set, int *restrict signal) {
    int taken;
    do {
        taken = sigtimedwait(set, NULL, NULL);
    } while (taken < 0 && errno == EINTR);
    if (taken < 0) return errno;
    *signal = taken;
    return 0;
}

int sigaltstack(const stack_t *restrict stack, stack_t *restrict before) {
    return (int)__result(__builtin_syscall(SYS_sigaltstack, stack, before));
}

void psignal(int signal, const char *prefix) {
    if (prefix && *prefix) {
        fprintf(stderr, "%s: %s\n", prefix, strsignal(signal));
    } else {
        fprintf(stderr, "%s\n", strsignal(signal));
    }
}
