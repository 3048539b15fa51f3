// Commands given to the shell: system, popen, pclose.
#include <errno.h>
#include <fcntl.h>
#include <shmscope/libc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHELL "/bin/sh"
#define NO_SHELL 127  // "as if … the child shell terminated by calling _exit(2) with the status 127"

static _Noreturn void become_shell(const char *command) {
    execl(SHELL, "sh", "-c", command, (char *)NULL);
    _exit(NO_SHELL);
}

static int wait_for(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    return status;
}

// "During execution of the command, SIGCHLD will be blocked, and SIGINT and SIGQUIT will be ignored, in the process
// that calls system()."
int system(const char *command) {
    struct sigaction ignore, interrupt, quit;
    sigset_t child_signal, before;
    pid_t child;
    int status = -1;
    if (!command) return access(SHELL, X_OK) == 0;
    memset(&ignore, 0, sizeof ignore);
    ignore.sa_handler = SIG_IGN;
    sigemptyset(&child_signal);
    sigaddset(&child_signal, SIGCHLD);
    sigaction(SIGINT, &ignore, &interrupt);
    sigaction(SIGQUIT, &ignore, &quit);
    sigprocmask(SIG_BLOCK, &child_signal, &before);
    child = fork();
    if (child == 0) {
        sigaction(SIGINT, &interrupt, NULL);
        sigaction(SIGQUIT, &quit, NULL);
        sigprocmask(SIG_SETMASK, &before, NULL);
        become_shell(command);
    }
    if (child > 0) status = wait_for(child);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

// Streams of popen and the shells behind them.
struct shell {
    FILE *stream;
    pid_t pid;
    struct shell *older;
};
static struct shell *shells;

// "the child … closes any streams from previous popen() calls that remain open in the parent".
static void run_child(const char *command, int from, int to) {
    struct shell *shell;
    for (shell = shells; shell; shell = shell->older) close(fileno(shell->stream));
    if (from != to) {
        dup2(from, to);
        close(from);
    } else {
        fcntl(to, F_SETFD, 0);
    }
    become_shell(command);
}

FILE *popen(const char *command, const char *mode) {
    int ends[2], reads = *mode == 'r';
    struct shell *shell;
    if ((!reads && *mode != 'w') || (mode[1] && strcmp(mode + 1, "e"))) {
        errno = EINVAL;
        return NULL;
    }
    shell = malloc(sizeof *shell);
    if (!shell || pipe2(ends, O_CLOEXEC) < 0) {
        free(shell);
        return NULL;
    }
    shell->stream = fdopen(ends[!reads], reads ? "r" : "w");
    shell->pid = shell->stream ? fork() : -1;
    if (shell->pid == 0) run_child(command, ends[reads], reads);
    close(ends[reads]);
    if (shell->pid < 0) {
        if (shell->stream) fclose(shell->stream);
        else close(ends[!reads]);
        free(shell);
        return NULL;
    }
    if (!mode[1]) fcntl(ends[!reads], F_SETFD, 0);
    shell->older = shells;
    shells = shell;
    return shell->stream;
}

int pclose(FILE *stream) {
    struct shell **link = &shells, *shell;
    pid_t pid;
    while (*link && (*link)->stream != stream) link = &(*link)->older;
    shell = *link;
    if (!shell) {
        errno = ECHILD;
        return -1;
    }
    *link = shell->older;
    pid = shell->pid;
    free(shell);
    fclose(stream);
    return wait_for(pid);
}
