/* Which accesses work, and what the others die of. */
#include "row.h"

#include <signal.h>

static int stores_die_of(volatile char *address) {
    int status;
    fflush(stdout);
    if (fork() == 0) {
        *address = 1;
        _exit(0);
    }
    wait(&status);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static int overflow(int depth) {
    volatile char block[4096];
    block[0] = (char)depth;
    return overflow(depth + 1) + block[0];
}

static int dies_of(void (*body)(void)) {
    int status;
    fflush(stdout);
    if (fork() == 0) {
        body();
        _exit(0);
    }
    wait(&status);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static volatile int zero;
static void divide_by_zero(void) { _exit(7 / zero); }
static void recurse(void) { overflow(0); }
static void write_literal(void) { *(volatile char *)"literal" = 'x'; }
static void call_nowhere(void) { ((void (*)(void))8)(); }

int main(void) {
    int id = new_segment(100);
    char *p = shmat(id, NULL, 0);
    char *r = shmat(id, p - (512l << 20), SHM_RDONLY); /* far from everything else */

    ROW("C7.3 beyond shm_segsz but in the last page works", stores_die_of(p + 200) == 0 && r[200] == 1);
    ROW("C7.2 before the first page of an attach: SIGSEGV", stores_die_of(r - 1) == SIGSEGV);
    ROW("C7.1 a store through SHM_RDONLY: SIGSEGV", stores_die_of(r) == SIGSEGV);
    ROW("C7.2 the null pointer: SIGSEGV", stores_die_of(NULL) == SIGSEGV);
    ROW("a string literal: SIGSEGV", dies_of(write_literal) == SIGSEGV);
    ROW("recursion without end: SIGSEGV", dies_of(recurse) == SIGSEGV);
    ROW("division by zero: SIGFPE", dies_of(divide_by_zero) == SIGFPE);
    ROW("a jump to nowhere: SIGSEGV", dies_of(call_nowhere) == SIGSEGV);
    return finish();
}
