/* Shared and private mappings of files and objects: who sees which store, and the times of a file. */
#include "object.h"

#include <time.h>

static char *mapped;
static int fd;

static int store_in_child(void) {
    mapped[1] = 'c';
    return 0;
}

static void shared(void) {
    char *p = map_shared(fd, PAGE), *q = map_shared(fd, PAGE), byte;

    p[0] = 'S';
    ROW("O67 a store through one shared mapping is seen through the other", p != q && q[0] == 'S');
    ROW("O67 and by pread", pread(fd, &byte, 1, 0) == 1 && byte == 'S');
    mapped = p;
    child_ends(store_in_child);
    ROW("O67 and comes from a child", q[1] == 'c');
    ROW("O67 msync: 0", msync(p, PAGE, MS_SYNC) == 0 && msync(p, PAGE, MS_ASYNC) == 0);
    ROW("O67 msync of an unaligned address: EINVAL", FAILS(msync(p + 1, PAGE, MS_SYNC), EINVAL));
    munmap(q, PAGE);
    ROW("O67 msync of nothing: ENOMEM", FAILS(msync(q, PAGE, MS_SYNC), ENOMEM));
    munmap(p, PAGE);
}

static void private_ones(void) {
    char *p = mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 0), *q = map_shared(fd, PAGE), byte;

    ROW("O56 MAP_PRIVATE shows the file", p[0] == q[0]);
    q[10] = 'n';
    ROW("O56 while it is not written also what others store", p[10] == 'n');
    p[0] = 'P';
    ROW("O68 a private store is not seen by another mapping", q[0] != 'P');
    ROW("O70 nor is it in the object", pread(fd, &byte, 1, 0) == 1 && byte != 'P');
    q[11] = 'o';
    ROW("O68 nor are later stores of others seen in that page", p[11] != 'o');
    mapped = p;
    child_ends(store_in_child);
    ROW("O69 a child's private store is its own", p[1] != 'C' && p[1] == q[1]);
    munmap(p, PAGE);
    ROW("O76 munmap discards private stores",
        (p = mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 0)) != MAP_FAILED && p[0] == q[0]);
    munmap(p, PAGE);
    munmap(q, PAGE);
}

static void fixed(void) {
    char *p = mmap(NULL, 3 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *q;

    memset(p, 'o', 3 * PAGE);
    q = mmap(p + PAGE, 100, RW, MAP_SHARED | MAP_FIXED, fd, 0);
    ROW("O56 MAP_FIXED: exactly there", q == p + PAGE && q[0] == 'S');
    ROW("O57 it replaces whole pages, and only those", p[PAGE - 1] == 'o' && q[PAGE - 1] == 0 && p[2 * PAGE] == 'o');
    ROW("O57 MAP_FIXED_NOREPLACE where something is: EEXIST",
        FAILS(mmap(p, PAGE, RW, MAP_SHARED | MAP_FIXED_NOREPLACE, fd, 0), EEXIST));
    munmap(p, 3 * PAGE);
}

/* /tmp and objects are memory: a store is noticed only when it faults. */
static void times(int other) {
    struct stat before = status_of(other), after;
    char *p;

    sleep(1);
    p = map_shared(other, PAGE);
    p[0] = 'T';
    msync(p, PAGE, MS_SYNC);
    after = status_of(other);
    ROW("O49 a shared store and msync change st_mtime and st_ctime",
        after.st_mtime > before.st_mtime && after.st_ctime > before.st_ctime);
    before = after;
    sleep(1);
    p[1] = 'U';
    msync(p, PAGE, MS_SYNC);
    ROW("O49 the next store in that page does not", status_of(other).st_mtime == before.st_mtime);
    munmap(p, PAGE);
    p = map_shared(other, PAGE);
    loaded = p[0];
    ROW("O48 mapping changes st_atime", status_of(other).st_atime > before.st_atime);
    munmap(p, PAGE);
}

static void zero_pages(void) {
    char *p = mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0),
         *q = mmap(NULL, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    ROW("O56 anonymous memory is zero", p[0] == 0 && p[PAGE - 1] == 0 && q[0] == 0 && q[PAGE - 1] == 0);
    mapped = p;
    child_ends(store_in_child);
    ROW("O67 shared anonymous memory is shared with a child", p[1] == 'c');
    mapped = q;
    child_ends(store_in_child);
    ROW("O69 private anonymous memory is not", q[1] == 0);
}

int main(void) {
    fd = new_object("/shared", PAGE);
    shared();
    private_ones();
    fixed();
    zero_pages();
    times(new_file("/tmp/times", "times", 5));
    unlink("/tmp/times");
    return finish();
}
