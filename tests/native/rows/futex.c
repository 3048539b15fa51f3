/* futex(2) on words of shared and of private memory. */
#include "child.h"
#include "proc.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

enum { WAIT, WAKE, REQUEUE = 3, CMP_REQUEUE, WAIT_BITSET = 9, WAKE_BITSET, PRIVATE = 128, REALTIME = 256 };

static int *word; /* two of them, in a segment */

static long futex(int *at, int operation, int value, const void *timeout, int *other, unsigned last) {
    return syscall(SYS_futex, at, operation, value, timeout, other, last);
}

static long wake(int *at, int count) { return futex(at, WAKE, count, NULL, NULL, 0); }

static int sleep_here(void) { return futex(word, WAIT, 0, NULL, NULL, 0) == 0; }
static int sleep_there(void) { return futex(word + 1, WAIT, 0, NULL, NULL, 0) == 0; }
static int sleep_with_bit_1(void) { return futex(word, WAIT_BITSET, 0, NULL, NULL, 1) == 0; }
static int sleep_with_bit_2(void) { return futex(word, WAIT_BITSET, 0, NULL, NULL, 2) == 0; }
static void nothing(int signal) { (void)signal; }
static int sleep_until_a_signal(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
    return FAILS(futex(word, WAIT, 0, NULL, NULL, 0), EINTR);
}

static pid_t child_asleep(int (*body)(void)) {
    char path[32];
    pid_t child = child_running(body);
    sprintf(path, "/proc/%d/stat", child);
    while (strstr(text_of(path), ") S ") == NULL) usleep(1000);
    return child;
}

static void errors(void) {
    struct timespec none = {0, 0}, wrong = {0, 1000000000}, negative = {-1, 0}, past = {1, 0};

    ROW("FUT1 another value than expected: EAGAIN", FAILS(futex(word, WAIT, 1, NULL, NULL, 0), EAGAIN));
    ROW("FUT2 an address that is not aligned: EINVAL",
        FAILS(futex((int *)((char *)word + 2), WAIT, 0, NULL, NULL, 0), EINVAL) &&
            FAILS(wake((int *)((char *)word + 1), 1), EINVAL));
    ROW("FUT3 nothing is mapped there: EFAULT",
        FAILS(futex((int *)8, WAIT, 0, NULL, NULL, 0), EFAULT) && FAILS(wake((int *)8, 1), EFAULT));
    ROW("FUT3 waking a private word asks for no memory", futex((int *)8, WAKE | PRIVATE, 1, NULL, NULL, 0) == 0);
    ROW("FUT4 the time is over: ETIMEDOUT", FAILS(futex(word, WAIT, 0, &none, NULL, 0), ETIMEDOUT) &&
                                                FAILS(futex(word, WAIT_BITSET, 0, &past, NULL, 1), ETIMEDOUT));
    ROW("FUT4 by either clock", FAILS(futex(word, WAIT_BITSET | REALTIME, 0, &past, NULL, 1), ETIMEDOUT));
    ROW("FUT5 no time at all: EINVAL", FAILS(futex(word, WAIT, 0, &wrong, NULL, 0), EINVAL) &&
                                           FAILS(futex(word, WAIT, 0, &negative, NULL, 0), EINVAL));
    ROW("FUT5 before the value is looked at", FAILS(futex(word, WAIT, 1, &wrong, NULL, 0), EINVAL));
    ROW("FUT6 a time nobody can read: EFAULT", FAILS(futex(word, WAIT, 1, (void *)8, NULL, 0), EFAULT));
    ROW("FUT7 an empty bitset: EINVAL", FAILS(futex(word, WAIT_BITSET, 0, NULL, NULL, 0), EINVAL) &&
                                            FAILS(futex(word, WAKE_BITSET, 1, NULL, NULL, 0), EINVAL));
    ROW("FUT8 FUTEX_CLOCK_REALTIME with FUTEX_WAKE: ENOSYS",
        FAILS(futex(word, WAKE | REALTIME, 1, NULL, NULL, 0), ENOSYS));
    ROW("FUT9 waking where nobody sleeps: 0", wake(word, 1) == 0 && wake(word, -1) == 0);
    ROW("FUT10 moving a negative number: EINVAL", FAILS(futex(word, REQUEUE, -1, NULL, word + 1, 0), EINVAL) &&
                                                      FAILS(futex(word, REQUEUE, 1, (void *)-1, word + 1, 0), EINVAL));
}

static void waking(void) {
    pid_t one = child_asleep(sleep_here), two = child_asleep(sleep_here), three = child_asleep(sleep_there);

    ROW("FUT11 waking one", wake(word, 1) == 1 && end_of(one) == 1);
    ROW("FUT12 who sleeps on another word sleeps on", wake(word, 9) == 1 && end_of(two) == 1 && wake(word, 9) == 0);
    ROW("FUT12 until that is woken", wake(word + 1, 9) == 1 && end_of(three) == 1);
    one = child_asleep(sleep_with_bit_1), two = child_asleep(sleep_with_bit_2);
    ROW("FUT13 a bitset chooses", futex(word, WAKE_BITSET, 9, NULL, NULL, 2) == 1 && end_of(two) == 1);
    ROW("FUT13 waking by any bit", wake(word, 9) == 1 && end_of(one) == 1);
    one = child_asleep(sleep_here);
    ROW("FUT14 waking none wakes one", wake(word, 0) == 1 && end_of(one) == 1);
    one = child_asleep(sleep_here);
    ROW("FUT15 a private wake does not reach it",
        futex(word, WAKE | PRIVATE, 9, NULL, NULL, 0) == 0 && wake(word, 9) == 1 && end_of(one) == 1);
    ROW("FUT16 a handler ends the sleep: EINTR", child_ends(sleep_until_a_signal) == 1);
    one = child_asleep(sleep_here);
    kill(one, SIGKILL);
    ROW("FUT17 who was killed is not woken", end_of(one) == -SIGKILL && wake(word, 9) == 0);
}

static void moving(void) {
    pid_t one = child_asleep(sleep_here), two = child_asleep(sleep_here), three = child_asleep(sleep_here);

    ROW("FUT18 FUTEX_CMP_REQUEUE of another value: EAGAIN",
        FAILS(futex(word, CMP_REQUEUE, 1, (void *)1, word + 1, 7), EAGAIN));
    ROW("FUT19 one is woken, one moved", futex(word, CMP_REQUEUE, 1, (void *)1, word + 1, 0) == 2 && end_of(one) == 1);
    ROW("FUT20 the third stayed", wake(word, 9) == 1 && end_of(three) == 1);
    ROW("FUT20 the second sleeps on the other word", wake(word + 1, 9) == 1 && end_of(two) == 1);
}

static unsigned long resident(void) {
    struct shm_info info;
    shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
    return info.shm_rss;
}

static int *new_page(int protection, int sharing) {
    return mmap(NULL, 4096, protection, sharing | MAP_ANONYMOUS, -1, 0);
}

static void pages(void) {
    const int id = new_segment(4096);
    int *readable = shmat(id, NULL, SHM_RDONLY), *fresh = shmat(id, NULL, 0);
    const unsigned long before = resident();
    ROW("FUT21 a private wake touches no page",
        futex(fresh, WAKE | PRIVATE, 1, NULL, NULL, 0) == 0 && resident() == before);
    ROW("FUT21 another brings the page in, also where it may only be read",
        wake(readable, 1) == 0 && resident() == before + 1);
    ROW("FUT22 private memory that is read-only: EFAULT", FAILS(wake(new_page(PROT_READ, MAP_PRIVATE), 1), EFAULT));
    ROW("FUT22 shared memory that is read-only is good", wake(new_page(PROT_READ, MAP_SHARED), 1) == 0);
    ROW("FUT23 no access at all: EFAULT", FAILS(wake(new_page(PROT_NONE, MAP_SHARED), 1), EFAULT) &&
                                              FAILS(wake(new_page(PROT_NONE, MAP_PRIVATE), 1), EFAULT));
}

int main(void) {
    word = shmat(new_segment(4096), NULL, 0);
    errors();
    waking();
    moving();
    pages();
    return finish();
}
