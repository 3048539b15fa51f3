/* What mmap refuses, and the protections it gives. */
#include "object.h"

#include <sys/resource.h>

static int fd;

static char *map(int flags, int descriptor, long offset) {
    return mmap(NULL, PAGE, PROT_READ, flags, descriptor, offset);
}

static void refused(void) {
    int ends[2];
    int reader = shm_open("/errors", O_RDONLY, 0), writer = shm_open("/errors", O_WRONLY, 0);

    pipe(ends);
    ROW("O51 descriptor -1: EBADF", FAILS(map(MAP_SHARED, -1, 0), EBADF));
    ROW("O51 a closed descriptor: EBADF", FAILS(map(MAP_PRIVATE, 77, 0), EBADF));
    ROW("O52 flags ~0: EINVAL", FAILS(map(~0, fd, 0), EINVAL));
    ROW("O52 neither shared nor private: EINVAL", FAILS(map(0, fd, 0), EINVAL));
    ROW("O53 a pipe: ENODEV", FAILS(map(MAP_SHARED, ends[0], 0), ENODEV));
    ROW("O59 no length: EINVAL", FAILS(mmap(NULL, 0, PROT_READ, MAP_SHARED, fd, 0), EINVAL));
    ROW("O41 an offset inside a page: EINVAL",
        FAILS(map(MAP_SHARED, fd, 1), EINVAL) && FAILS(map(MAP_SHARED, fd, PAGE / 2), EINVAL));
    ROW("O41 a page further: fine", map(MAP_SHARED, fd, PAGE) != MAP_FAILED);
    ROW("O64 to write through an O_RDONLY descriptor, shared: EACCES",
        FAILS(mmap(NULL, PAGE, RW, MAP_SHARED, reader, 0), EACCES));
    ROW("O65 private: fine", mmap(NULL, PAGE, RW, MAP_PRIVATE, reader, 0) != MAP_FAILED);
    ROW("O66 an O_WRONLY descriptor, to read: EACCES", FAILS(map(MAP_SHARED, writer, 0), EACCES));
    ROW("O66 private: EACCES too", FAILS(map(MAP_PRIVATE, writer, 0), EACCES));
    ROW("O66 to write only: EACCES too", FAILS(mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, writer, 0), EACCES));
    ROW("O71 MAP_FIXED of an unaligned address: EINVAL",
        FAILS(mmap((void *)0x10000001, PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0), EINVAL));
    ROW("O71 MAP_FIXED above user space: ENOMEM",
        FAILS(mmap((void *)(1ul << 62), PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0), ENOMEM));
    ROW("O59 longer than user space: ENOMEM",
        FAILS(mmap(NULL, 1ul << 62, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), ENOMEM));
}

static void protections(void) {
    int prot, good = 0;
    char *p;

    for (prot = 0; prot < 8; prot++) {
        good += mmap(NULL, PAGE, prot, MAP_SHARED, fd, 0) != MAP_FAILED;
        good += mmap(NULL, PAGE, prot, MAP_PRIVATE, fd, 0) != MAP_FAILED;
        good += mmap(NULL, PAGE, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
    }
    ROW("O60 every combination of PROT_READ, PROT_WRITE, PROT_EXEC", good == 24);
    p = map(MAP_SHARED, fd, 0);
    ROW("O61 PROT_READ: a store dies of SIGSEGV", loading_dies_of(p) == 0 && storing_dies_of(p) == SIGSEGV);
    p = mmap(NULL, PAGE, PROT_NONE, MAP_SHARED, fd, 0);
    ROW("O62 PROT_NONE: a load dies of SIGSEGV", loading_dies_of(p) == SIGSEGV);
    ROW("O63 PROT_NONE: a store dies of SIGSEGV", storing_dies_of(p) == SIGSEGV);
    p = mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, fd, 0);
    ROW("O60 PROT_WRITE alone: x86 lets it be read", loading_dies_of(p) == 0 && storing_dies_of(p) == 0);
}

static int never_null(void) {
    int i, good = 0;
    for (i = 0; i < 2000; i++) {
        char *p = map(MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        good += p != NULL && p != MAP_FAILED;
        if (i % 2) munmap(p, PAGE);
    }
    return good == 2000;
}

static int beyond_address_space_limit(void) {
    struct rlimit limit = {256 << 20, 256 << 20};
    char *p = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    setrlimit(RLIMIT_AS, &limit);
    return FAILS(mmap(p, 512 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0), ENOMEM) &&
           FAILS(mmap(NULL, 512 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), ENOMEM) &&
           FAILS(shmat(new_segment(512 << 20), NULL, 0), ENOMEM) && map(MAP_SHARED, fd, 0) != MAP_FAILED;
}

int main(void) {
    fd = new_object("/errors", 3 * PAGE);
    refused();
    protections();
    ROW("O40 never the address 0", never_null());
    ROW("O55 more than RLIMIT_AS: ENOMEM", child_ends(beyond_address_space_limit) == 1);
    return finish();
}
