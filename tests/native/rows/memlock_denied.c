/* RLIMIT_MEMLOCK binds an ordinary user. */
#include "object.h"

#include <sys/resource.h>

static int id;

static void limit_to(unsigned long bytes) {
    struct rlimit limit;
    getrlimit(RLIMIT_MEMLOCK, &limit);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_MEMLOCK, &limit);
}

static int lock_future(void) {
    limit_to(16 * PAGE);
    if (mlockall(MCL_FUTURE) != 0) return 2;
    return FAILS(mmap(NULL, 64 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), EAGAIN);
}

static int lock_one(void) {
    limit_to(16 * PAGE);
    return FAILS(mmap(NULL, 64 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0), EAGAIN);
}

static int lock_with(unsigned long bytes, int number) {
    limit_to(bytes);
    return number ? FAILS(shmctl(id, SHM_LOCK, NULL), number) : shmctl(id, SHM_LOCK, NULL) == 0;
}

static int lock_with_nothing(void) { return lock_with(0, EPERM); }
static int lock_with_too_little(void) { return lock_with(2 * PAGE, ENOMEM); }
static int lock_with_enough(void) { return lock_with(3 * PAGE, 0) && shmctl(id, SHM_UNLOCK, NULL) == 0; }

int main(void) {
    id = new_segment(3 * PAGE - 100);
    ROW("O50 mlockall(MCL_FUTURE), then more than the limit: EAGAIN", child_ends(lock_future) == 1);
    ROW("O50 MAP_LOCKED of more than the limit: EAGAIN", child_ends(lock_one) == 1);
    ROW("B8.22 SHM_LOCK with a limit of 0: EPERM", child_ends(lock_with_nothing) == 1);
    ROW("B8.23 SHM_LOCK of more than the limit: ENOMEM", child_ends(lock_with_too_little) == 1);
    ROW("B8.23 whole pages count", child_ends(lock_with_enough) == 1);
    ROW("B8.22 none of them left it locked", stat_of(id).shm_perm.mode == 0600);
    return finish();
}
