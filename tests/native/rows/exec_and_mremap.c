/* What exec, vfork, mremap and MADV_DONTFORK do to an attach. The program starts itself again with an argument. */
#include "child.h"

#include <sys/mman.h>

#define PAGE 4096l

static int id;
static char *base;
static char *program;

static int start_again(const char *what) {
    char number[16];
    sprintf(number, "%d", id);
    execl(program, program, what, number, NULL);
    return 98;
}

static int exec_and_count(void) { return start_again("count"); }
static int exec_and_look(void) { return start_again("look"); }
static int exec_badly(void) {
    execl("/no/such/program", "x", NULL);
    return errno == ENOENT && nattch_of(id) == 2;
}

/* The program that was started: another address space. */
static int started(const char *what, int number) {
    id = number;
    if (strcmp(what, "count") == 0) return nattch_of(id);
    return stat_of(id).shm_lpid == getpid() && stat_of(id).shm_dtime != 0;
}

static void starting(void) {
    struct shmid_ds before = stat_of(id);

    ROW("B7.9 exec drops what was inherited", child_ends(exec_and_count) == 1);
    ROW("B7.9 the new program is the last user", child_ends(exec_and_look) == 1);
    ROW("B7.9 exec that fails drops nothing", child_ends(exec_badly) == 1);
    ROW("B7.9 the maker stays", stat_of(id).shm_cpid == before.shm_cpid && nattch_of(id) == 1);
}

static void sharing_the_address_space(void) {
    int status;
    pid_t child = vfork();
    if (child == 0) _exit(nattch_of(id));
    waitpid(child, &status, 0);
    ROW("B7.10 a vfork child has no attach of its own", WEXITSTATUS(status) == 1);
    ROW("B7.10 nor takes one away when it ends", nattch_of(id) == 1);
}

static int count(void) { return nattch_of(id); }

static void not_inherited(void) {
    char *kept = shmat(id, NULL, 0);

    ROW("B7.13 MADV_DONTFORK", madvise(kept, 2 * PAGE, MADV_DONTFORK) == 0);
    ROW("B7.13 such an attach is not inherited", child_ends(count) == 3 && loading_dies_of(kept) == SIGSEGV);
    ROW("B7.13 until MADV_DOFORK", madvise(kept, 2 * PAGE, MADV_DOFORK) == 0 && child_ends(count) == 4);
    shmdt(kept);
}

static void moved(void) {
    char *room = mmap(NULL, 16 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *p = shmat(id, NULL, 0), *q;

    p[0] = 'm';
    q = mremap(p, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, room);
    ROW("B7.11 an attach can be moved", q == room && q[0] == 'm' && loading_dies_of(p) == SIGSEGV);
    ROW("B7.11 nattch stays", nattch_of(id) == 2);
    ROW("B6.8 there is nothing to detach at the old place", FAILS(shmdt(p), EINVAL));
    q = mremap(q, 2 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, room + 8 * PAGE);
    ROW("B7.12 and grow", q == room + 8 * PAGE && nattch_of(id) == 2 && q[0] == 'm');
    ROW("B7.12 C7.5 past the segment: SIGBUS",
        loading_dies_of(q + 2 * PAGE) == SIGBUS && loading_dies_of(q + PAGE) == 0);
    ROW("B6.8 shmdt at the new place", shmdt(q) == 0 && nattch_of(id) == 1);
}

int main(int argc, char **argv) {
    if (argc == 3) return started(argv[1], atoi(argv[2]));
    program = argv[0];
    id = new_segment(2 * PAGE);
    base = shmat(id, NULL, 0);
    starting();
    sharing_the_address_space();
    not_inherited();
    moved();
    return finish();
}
