/* Children that try something, and what becomes of them. */
#ifndef CHILD_H
#define CHILD_H

#include "row.h"

#include <signal.h>

static pid_t child_running(int (*body)(void)) {
    pid_t child;
    fflush(stdout);
    child = fork();
    if (child == 0) _exit(body());
    return child;
}

/* Waits for a child: its exit status, or minus the signal that killed it. */
static int end_of(pid_t child) {
    int status;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static int child_ends(int (*body)(void)) { return end_of(child_running(body)); }

static volatile char *touched;
static char loaded;

static int load_it(void) {
    loaded = *touched;
    return 0;
}
static int store_it(void) {
    *touched = 1;
    return 0;
}

/* What touching one byte costs a child: 0, SIGSEGV or SIGBUS. */
static int loading_dies_of(volatile void *address) {
    touched = address;
    return -child_ends(load_it);
}

static int storing_dies_of(volatile void *address) {
    touched = address;
    return -child_ends(store_it);
}

#endif
