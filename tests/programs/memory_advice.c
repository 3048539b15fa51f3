/* madvise, mincore and mlock by what they change. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void show(const char *what, char *p, int pages) {
    unsigned char resident[8];
    int i;
    memset(resident, 0, sizeof resident);
    printf("%s: mincore %d, ", what, mincore(p, pages * 4096, resident));
    for (i = 0; i < pages; i++) printf("%d", resident[i] & 1);
    printf("\n");
}

static void refused(const char *what, int result) { printf("%s: %d %s\n", what, result, result ? strerror(errno) : ""); }

int main(void) {
    char *p = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *shared = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status;

    show("fresh", p, 4);
    p[0] = 1;
    p[2 * 4096] = 2;
    show("two written", p, 4);
    madvise(p, 4 * 4096, MADV_DONTNEED);
    show("not needed", p, 4);
    printf("zero again: %d %d\n", p[0], p[2 * 4096]);
    shared[4096] = 5;
    madvise(shared, 4 * 4096, MADV_DONTNEED);
    printf("shared stays: %d\n", shared[4096]);
    printf("mlock %d\n", mlock(p, 2 * 4096));
    show("locked", p, 2);
    refused("DONTNEED of locked memory", madvise(p, 4096, MADV_DONTNEED));
    munlock(p, 2 * 4096);
    refused("unknown advice", madvise(p, 4096, 1234));
    refused("advice inside a page", madvise(p + 1, 4096, MADV_NORMAL));
    p[0] = 42;
    madvise(p, 4096, MADV_WIPEONFORK);
    madvise(p + 4096, 4096, MADV_DONTFORK);
    if (fork() == 0) {
        printf("child reads %d\n", p[0]);
        fflush(stdout);
        p[4096] = 1;
        _exit(0);
    }
    wait(&status);
    printf("child killed by %d, parent reads %d\n", WTERMSIG(status), p[0]);
    munmap(p + 4096, 4096);
    refused("mlock with a hole", mlock(p, 4 * 4096));
    refused("msync with a hole", msync(p, 4 * 4096, MS_SYNC));
    refused("munlockall", munlockall());
    return 0;
}
