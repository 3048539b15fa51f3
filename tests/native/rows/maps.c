/* What /proc/self/maps calls an attach, an object, shared memory without a name. */
#include "areas.h"
#include "object.h"

static int is(const void *address, long bytes, const char *permissions, const char *name) {
    struct map_line line = area_of(address);
    return line.start == (unsigned long)address && line.end == line.start + bytes &&
           strcmp(line.permissions, permissions) == 0 && strcmp(line.name, name) == 0;
}

static void segments(void) {
    int id = shmget(0x1234abcd, 5000, IPC_CREAT | 0700), nameless = new_segment(1);
    char *p = shmat(id, NULL, 0), *q = shmat(nameless, NULL, 0), *r = shmat(id, NULL, SHM_RDONLY),
         *x = shmat(id, NULL, SHM_EXEC);

    ROW("C4.1 B12.7 a segment has the name of its key", is(p, 2 * PAGE, "rw-s", "/SYSV1234abcd (deleted)"));
    ROW("C4.1 B12.7 IPC_PRIVATE: eight zeros", is(q, PAGE, "rw-s", "/SYSV00000000 (deleted)"));
    ROW("B12.8 the inode is the id",
        area_of(p).inode == (unsigned long)id && area_of(q).inode == (unsigned long)nameless);
    ROW("C4.3 SHM_RDONLY: r--s", is(r, 2 * PAGE, "r--s", "/SYSV1234abcd (deleted)"));
    ROW("C4.3 SHM_EXEC: rwxs", is(x, 2 * PAGE, "rwxs", "/SYSV1234abcd (deleted)"));
    shmdt(x);
    x = shmat(id, NULL, SHM_EXEC | SHM_RDONLY);
    ROW("C4.3 both: r-xs", is(x, 2 * PAGE, "r-xs", "/SYSV1234abcd (deleted)"));
    mprotect(p + PAGE, PAGE, PROT_NONE);
    ROW("C4.3 mprotect of the second page",
        is(p, PAGE, "rw-s", "/SYSV1234abcd (deleted)") && is(p + PAGE, PAGE, "---s", "/SYSV1234abcd (deleted)"));
    ROW("C4.1 the offset of the second piece is a page", area_of(p + PAGE).offset == PAGE && area_of(p).offset == 0);
    shmctl(id, IPC_RMID, NULL);
    ROW("C4.1 removing changes nothing",
        is(r, 2 * PAGE, "r--s", "/SYSV1234abcd (deleted)") && area_of(r).inode == (unsigned long)id);
    shmdt(r);
    ROW("C4.1 shmdt takes the line away", area_of(r).end == 0);
    p = shmat(id, NULL, 0);
    shmctl(nameless, IPC_RMID, NULL);
}

static void objects(void) {
    int fd = new_object("/mapped", 3 * PAGE);
    char *p = map_shared(fd, 3 * PAGE), *q = mmap(NULL, 100, PROT_READ, MAP_SHARED, fd, PAGE),
         *r = mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 2 * PAGE);

    ROW("C4.2 an object has the name of its file",
        is(p, 3 * PAGE, "rw-s", "/dev/shm/mapped") && area_of(p).inode == status_of(fd).st_ino);
    ROW("C4.2 whole pages, and where they begin", is(q, PAGE, "r--s", "/dev/shm/mapped") && area_of(q).offset == PAGE);
    ROW("C4.3 MAP_PRIVATE: rw-p", is(r, PAGE, "rw-p", "/dev/shm/mapped") && area_of(r).offset == 2 * PAGE);
    munmap(p + PAGE, PAGE);
    ROW("C4.2 a hole leaves two lines", is(p, PAGE, "rw-s", "/dev/shm/mapped") &&
                                            is(p + 2 * PAGE, PAGE, "rw-s", "/dev/shm/mapped") &&
                                            area_of(p + PAGE).end == 0);
    shm_unlink("/mapped");
    ROW("C4.2 unlinked: (deleted)", is(q, PAGE, "r--s", "/dev/shm/mapped (deleted)"));
}

static void nameless(void) {
    char *p = mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0), *q, here;
    ROW("C4.4 shared anonymous memory", is(p, PAGE, "rw-s", "/dev/zero (deleted)"));
    q = mmap(NULL, 4 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(q + PAGE, PAGE, RW);
    ROW("C4.3 a private anonymous page", is(q + PAGE, PAGE, "rw-p", ""));
    mprotect(q + PAGE, PAGE, PROT_NONE);
    ROW("C4.3 what is alike again is one area again",
        area_of(q).end >= (unsigned long)q + 4 * PAGE && strcmp(area_of(q).permissions, "---p") == 0);
    ROW("C4.3 the stack",
        strcmp(area_of(&here).name, "[stack]") == 0 && strcmp(area_of(&here).permissions, "rw-p") == 0);
    ROW("C4.3 the heap", (sbrk(PAGE), strcmp(area_of((char *)sbrk(0) - 1).name, "[heap]") == 0));
}

int main(void) {
    segments();
    objects();
    nameless();
    return finish();
}
