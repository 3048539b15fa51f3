/* mprotect, and children that try what is forbidden. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static long page;

static void attempt(const char *what, char *p, int store) {
    int status;
    fflush(stdout);
    if (fork() == 0) {
        if (store) *p = 1;
        else if (*p == 99) printf("never\n");
        _exit(0);
    }
    wait(&status);
    if (WIFSIGNALED(status)) printf("%s: killed by signal %d\n", what, WTERMSIG(status));
    else printf("%s: fine\n", what);
}

int main(void) {
    char *p;
    int fd;

    page = sysconf(_SC_PAGESIZE);
    p = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(p, 7, 3 * page);
    attempt("store before", p, 1);
    printf("mprotect %d\n", mprotect(p, page, PROT_READ));
    attempt("store into a read-only page", p, 1);
    attempt("load from it", p, 0);
    attempt("store behind it", p + page, 1);
    mprotect(p, page, PROT_NONE);
    attempt("load from no access", p, 0);
    mprotect(p, page, PROT_READ | PROT_WRITE);
    printf("what it held: %d\n", *p);
    munmap(p + page, page);
    attempt("load from the hole", p + page, 0);
    if (mprotect(p, 3 * page, PROT_READ) != 0) printf("mprotect over the hole: %s\n", strerror(errno));
    attempt("store before the hole", p, 1);
    attempt("store after it", p + 2 * page, 1);
    fd = shm_open("/protection", O_CREAT | O_RDWR, 0600);
    ftruncate(fd, 10);
    shm_unlink("/protection");
    p = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    attempt("store behind the end, in the page", p + 100, 1);
    attempt("store in a page behind the end", p + page, 1);
    ftruncate(fd, 0);
    attempt("load from an object cut off", p, 0);
    return 0;
}
