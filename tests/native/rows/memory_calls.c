/* mremap, madvise, mincore, msync, mlock and the placing of mappings: what they do and what they refuse. */
#include "object.h"

#include <sys/syscall.h>

static char *anonymous(long pages, int flags) {
    return mmap(NULL, pages * PAGE, RW, flags | MAP_ANONYMOUS, -1, 0);
}

static int resident(char *p, int pages) {
    unsigned char vector[16];
    int i, count = 0;
    if (mincore(p, pages * PAGE, vector) != 0) return -1;
    for (i = 0; i < pages; i++) count += vector[i] & 1;
    return count;
}

static void placing(void) {
    char *p = anonymous(8, MAP_PRIVATE), *q;

    munmap(p + 2 * PAGE, 2 * PAGE);
    ROW("a hint is followed where nothing lies", mmap(p + 2 * PAGE, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == p + 2 * PAGE);
    ROW("a hint inside a page is rounded down", mmap(p + 3 * PAGE + 5, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == p + 3 * PAGE);
    q = mmap(p, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ROW("a hint that is taken is not followed", q != MAP_FAILED && q != p);
    ROW("MAP_FIXED_NOREPLACE of what is taken: EEXIST",
        FAILS(mmap(p, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0), EEXIST));
    munmap(p, PAGE);
    ROW("MAP_FIXED_NOREPLACE of what is free", mmap(p, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == p);
    p[4 * PAGE] = 1;
    ROW("MAP_FIXED replaces and is zero", mmap(p + 4 * PAGE, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == p + 4 * PAGE && p[4 * PAGE] == 0);
    ROW("MAP_SHARED_VALIDATE of anonymous memory: EINVAL", FAILS(mmap(NULL, PAGE, RW, MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1, 0), EINVAL));
    ROW("an unaligned offset beats a bad descriptor", FAILS(mmap(NULL, PAGE, RW, MAP_PRIVATE, -1, 1), EINVAL));
    ROW("a bad descriptor beats no length", FAILS(mmap(NULL, 0, RW, MAP_PRIVATE, -1, 0), EBADF));
    ROW("a taken address beats flags without a type", FAILS(mmap(p, PAGE, RW, MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0), EEXIST));
    ROW("MAP_POPULATE brings the pages in", resident(anonymous(4, MAP_PRIVATE | MAP_POPULATE), 4) == 4);
    ROW("without it they are not there", resident(anonymous(4, MAP_PRIVATE), 4) == 0);
}

static void protecting(void) {
    char *p = anonymous(3, MAP_PRIVATE);

    munmap(p + PAGE, PAGE);
    ROW("mprotect over a hole: ENOMEM", FAILS(mprotect(p, 3 * PAGE, PROT_READ), ENOMEM));
    ROW("mprotect: what precedes the hole is protected", storing_dies_of(p) == SIGSEGV);
    ROW("mprotect: what follows is not", storing_dies_of(p + 2 * PAGE) == 0);
    ROW("mprotect inside a page: EINVAL", FAILS(mprotect(p + 1, PAGE, PROT_READ), EINVAL));
    ROW("mprotect with unknown bits: EINVAL", FAILS(mprotect(p, PAGE, 0x100), EINVAL));
    ROW("mprotect of nothing, with unknown bits: fine", mprotect(p, 0, 0x100) == 0);
    ROW("mprotect of a range that wraps beats unknown bits", FAILS(mprotect(p, ~0ul - 5 * PAGE, 0x100), ENOMEM));
}

/* The C library leaves the new address to chance when there is no MREMAP_FIXED; the kernel looks at it. */
static char *leave_empty(char *p, long bytes) {
    return (char *)syscall(SYS_mremap, p, bytes, bytes, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0);
}

static void moving(void) {
    char *p = anonymous(4, MAP_PRIVATE), *room = anonymous(16, MAP_PRIVATE), *q;
    int fd = new_object("/moving", 2 * PAGE);

    p[PAGE] = 5;
    ROW("mremap shrinks in place", mremap(p, 4 * PAGE, 2 * PAGE, 0) == p && loading_dies_of(p + 2 * PAGE) == SIGSEGV);
    ROW("mremap shrinks whatever lies in what it gives back, also nothing", mremap(p, 4 * PAGE, 2 * PAGE, 0) == p);
    ROW("mremap to the same size looks at the first page only", mremap(p, 4 * PAGE, 4 * PAGE, 0) == p);
    ROW("mremap grows in place where there is room", mremap(p, 2 * PAGE, 3 * PAGE, 0) == p && p[2 * PAGE] == 0 && p[PAGE] == 5);
    mmap(p + 3 * PAGE, PAGE, PROT_READ, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    ROW("mremap without room: ENOMEM", FAILS(mremap(p, 3 * PAGE, 4 * PAGE, 0), ENOMEM));
    q = mremap(p, 3 * PAGE, 5 * PAGE, MREMAP_MAYMOVE);
    ROW("mremap moves what the pages hold", q != MAP_FAILED && q != p && q[PAGE] == 5 && loading_dies_of(p) == SIGSEGV);
    room[3 * PAGE] = 9;
    ROW("mremap to a fixed place replaces it", mremap(q, 5 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, room + 2 * PAGE) == room + 2 * PAGE && room[3 * PAGE] == 5);
    ROW("mremap of one's own range: EINVAL", FAILS(mremap(room, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, room + PAGE), EINVAL));
    ROW("mremap fixed without may-move: EINVAL", FAILS(mremap(room, PAGE, PAGE, MREMAP_FIXED, p), EINVAL));
    ROW("mremap to nothing: EINVAL", FAILS(mremap(room, PAGE, 0, 0), EINVAL));
    ROW("mremap inside a page: EINVAL", FAILS(mremap(room + 1, PAGE, PAGE, 0), EINVAL));
    ROW("mremap with unknown flags: EINVAL", FAILS(mremap(room, PAGE, PAGE, 8), EINVAL));
    ROW("mremap of what is not mapped: EFAULT", FAILS(mremap(p, PAGE, 2 * PAGE, MREMAP_MAYMOVE), EFAULT));
    ROW("mremap of private memory from nothing: EINVAL", FAILS(mremap(room, 0, PAGE, MREMAP_MAYMOVE), EINVAL));
    p = map_shared(fd, 2 * PAGE);
    p[0] = 3;
    q = mremap(p, 0, 2 * PAGE, MREMAP_MAYMOVE);
    ROW("mremap of shared memory from nothing doubles it", q != MAP_FAILED && q != p && q[0] == 3 && p[0] == 3);
    q = leave_empty(p, 2 * PAGE);
    ROW("MREMAP_DONTUNMAP leaves the old range", q != MAP_FAILED && q != p && q[0] == 3 && p[0] == 3);
    p = anonymous(1, MAP_PRIVATE);
    p[0] = 8;
    q = leave_empty(p, PAGE);
    ROW("MREMAP_DONTUNMAP of private memory leaves it empty", q != MAP_FAILED && q[0] == 8 && p[0] == 0);
}

static void advising(void) {
    char *p = anonymous(4, MAP_PRIVATE), *shared = anonymous(4, MAP_SHARED);

    p[0] = p[PAGE] = shared[0] = 1;
    ROW("mincore counts what was touched", resident(p, 4) == 2 && resident(shared, 4) == 1);
    ROW("MADV_DONTNEED empties private memory", madvise(p, 2 * PAGE, MADV_DONTNEED) == 0 && resident(p, 4) == 0 && p[0] == 0);
    ROW("MADV_DONTNEED leaves shared memory", madvise(shared, PAGE, MADV_DONTNEED) == 0 && resident(shared, 4) == 1 && shared[0] == 1);
    ROW("MADV_REMOVE frees shared memory", madvise(shared, PAGE, MADV_REMOVE) == 0 && resident(shared, 4) == 0 && shared[0] == 0);
    ROW("MADV_REMOVE of private memory: EINVAL", FAILS(madvise(p, PAGE, MADV_REMOVE), EINVAL));
    ROW("MADV_FREE of shared memory: EINVAL", FAILS(madvise(shared, PAGE, MADV_FREE), EINVAL));
    ROW("MADV_WIPEONFORK of shared memory: EINVAL", FAILS(madvise(shared, PAGE, MADV_WIPEONFORK), EINVAL));
    ROW("MADV_POPULATE_WRITE", madvise(p, 4 * PAGE, MADV_POPULATE_WRITE) == 0 && resident(p, 4) == 4);
    mprotect(p, PAGE, PROT_READ);
    ROW("MADV_POPULATE_WRITE of what may not be written: EINVAL", FAILS(madvise(p, PAGE, MADV_POPULATE_WRITE), EINVAL));
    ROW("unknown advice: EINVAL", FAILS(madvise(p, PAGE, 999), EINVAL));
    ROW("unknown advice for nothing: EINVAL", FAILS(madvise(p, 0, 999), EINVAL));
    ROW("advice inside a page: EINVAL", FAILS(madvise(p + 1, PAGE, MADV_NORMAL), EINVAL));
    munmap(p + PAGE, PAGE);
    p[2 * PAGE] = 7;
    ROW("MADV_DONTNEED with a hole: ENOMEM, and done behind it", FAILS(madvise(p, 4 * PAGE, MADV_DONTNEED), ENOMEM) && p[2 * PAGE] == 0);
    ROW("mincore of a hole: ENOMEM", FAILS(mincore(p + PAGE, PAGE, (unsigned char *)shared), ENOMEM));
    ROW("mincore to nowhere: EFAULT", FAILS(mincore(p, PAGE, (unsigned char *)8), EFAULT));
    ROW("mincore inside a page: EINVAL", FAILS(mincore(p + 1, PAGE, (unsigned char *)8), EINVAL));
    ROW("msync of a hole: ENOMEM", FAILS(msync(p, 4 * PAGE, MS_SYNC), ENOMEM));
    ROW("msync both ways: EINVAL", FAILS(msync(p, PAGE, MS_SYNC | MS_ASYNC), EINVAL));
    ROW("msync with unknown flags: EINVAL", FAILS(msync(p, PAGE, 8), EINVAL));
    ROW("msync inside a page: EINVAL", FAILS(msync(p + 1, PAGE, MS_SYNC), EINVAL));
}

static int child_reads(void) {
    return *touched;
}

static void inheriting(void) {
    char *p = anonymous(1, MAP_PRIVATE);

    touched = p;
    *touched = 42;
    ROW("a child inherits", child_ends(child_reads) == 42);
    madvise(p, PAGE, MADV_WIPEONFORK);
    ROW("MADV_WIPEONFORK: it finds zeroes", child_ends(child_reads) == 0 && *touched == 42);
    madvise(p, PAGE, MADV_KEEPONFORK);
    madvise(p, PAGE, MADV_DONTFORK);
    ROW("MADV_DONTFORK: it finds nothing", child_ends(child_reads) == -SIGSEGV);
}

static void locking(void) {
    char *p = anonymous(4, MAP_PRIVATE), *none = mmap(NULL, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    ROW("mlock brings pages in", mlock(p + 1, PAGE) == 0 && resident(p, 4) == 2);
    ROW("MADV_DONTNEED of locked memory: EINVAL", FAILS(madvise(p, PAGE, MADV_DONTNEED), EINVAL));
    ROW("MS_INVALIDATE of locked memory: EBUSY", FAILS(msync(p, PAGE, MS_INVALIDATE), EBUSY));
    ROW("munlock", munlock(p, 2 * PAGE) == 0 && madvise(p, PAGE, MADV_DONTNEED) == 0);
    ROW("mlock without any access: ENOMEM", FAILS(mlock(none, PAGE), ENOMEM));
    munmap(p + PAGE, PAGE);
    ROW("mlock with a hole: ENOMEM", FAILS(mlock(p, 4 * PAGE), ENOMEM));
    ROW("what precedes the hole is locked", FAILS(madvise(p, PAGE, MADV_DONTNEED), EINVAL));
    ROW("munlock with a hole: ENOMEM", FAILS(munlock(p, 4 * PAGE), ENOMEM));
    ROW("mlock of nothing", mlock(p, 0) == 0);
    ROW("mlockall of nothing: EINVAL", FAILS(mlockall(0), EINVAL));
    ROW("mlockall on fault alone: EINVAL", FAILS(mlockall(MCL_ONFAULT), EINVAL));
    ROW("mlockall with unknown flags: EINVAL", FAILS(mlockall(8), EINVAL));
}

int main(void) {
    placing();
    protecting();
    moving();
    advising();
    inheriting();
    locking();
    return finish();
}
