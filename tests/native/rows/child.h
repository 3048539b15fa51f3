/* Children that try something, and what becomes of them. */
#ifndef CHILD_H
#define CHILD_H

#include "row.h"

#include <grp.h>
#include <signal.h>

/* What a child that runs `body` ends with: its exit status, or minus the signal that killed it. */
static int child_ends(int (*body)(void)) {
    int status;
    pid_t child;
    fflush(stdout);
    child = fork();
    if (child == 0) _exit(body());
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

enum { kNobody = 65534 };

static int (*user_body)(void);
static uid_t user_to_become;
static gid_t group_to_become;

static int change_user_and_go(void) {
    if (setgroups(0, NULL) != 0 || setgid(group_to_become) != 0 || setuid(user_to_become) != 0) return 99;
    return user_body();
}

/* The same, run by another user of one group only. */
static int child_of_user_ends(uid_t user, gid_t group, int (*body)(void)) {
    user_body = body;
    user_to_become = user;
    group_to_become = group;
    return child_ends(change_user_and_go);
}

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
