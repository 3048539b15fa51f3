#include "row.h"

/* What a child that runs `access` dies of; 0 when it lives. */
static int signal_of_access(volatile char *address, int writing) {
    int status;
    fflush(stdout);
    if (fork() == 0) {
        if (writing)
            *address = 1;
        else
            _exit(*address == 123 ? 1 : 0);
        _exit(0);
    }
    wait(&status);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* No hole between the libraries is as large: where these lie is known whatever the kernel randomised. */
#define LARGE (64l << 20)

int main(void) {
    int large = new_segment(LARGE);
    int id = new_segment(5000);
    char *p = shmat(id, NULL, 0);
    char *q;
    char *fixed;

    ROW("L1 the kernel chooses a page-aligned address", p != (void *)-1 && (unsigned long)p % 4096 == 0);
    ROW("L5 nattch is 1", nattch_of(id) == 1);
    ROW("B5.10 whole pages are mapped: byte 8191 of a 5000-byte segment", (p[8191] = 7, p[8191] == 7));
    q = shmat(large, NULL, 0);
    ROW("B5.11 the next attach lies directly below", (char *)shmat(large, NULL, 0) == q - LARGE);
    q = shmat(id, NULL, 0);
    ROW("L78 both attaches show the same bytes", (p[100] = 42, q[100] == 42));
    ROW("L80 a fixed address inside an attach: EINVAL", FAILS(shmat(id, p + 4096, 0), EINVAL));
    ROW("L8 an unaligned address without SHM_RND: EINVAL", FAILS(shmat(id, p - 100000 + 1, 0), EINVAL));
    ROW("L7 shmid -1: EINVAL", FAILS(shmat(-1, NULL, 0), EINVAL));
    ROW("B5.3 an id never given: EINVAL", FAILS(shmat(17, NULL, 0), EINVAL));
    ROW("B5.2 no address with SHM_REMAP: EINVAL", FAILS(shmat(id, NULL, SHM_REMAP), EINVAL));
    ROW("B5.8 what failed changed nothing", nattch_of(id) == 2);

    fixed = q - 8 * LARGE;
    ROW("L2 an unused aligned address is taken exactly", shmat(id, fixed, 0) == fixed);
    ROW("L12 and given back", shmdt(fixed) == 0);
    ROW("L3 SHM_RND rounds down to SHMLBA", shmat(id, fixed + 4095, SHM_RND) == fixed);
    ROW("B5.13 shmdt needs the returned address", FAILS(shmdt(fixed + 4095), EINVAL));
    ROW("B5.13 which works", shmdt(fixed) == 0);
    ROW("B5.14 unknown flag bits are ignored", (q = shmat(id, NULL, 0666)) != (void *)-1 && shmdt(q) == 0);

    q = shmat(id, NULL, SHM_RDONLY);
    ROW("L4 SHM_RDONLY: reading works", q[100] == 42 && signal_of_access(q, 0) == 0);
    ROW("G17 SHM_RDONLY: writing dies of SIGSEGV", signal_of_access(q, 1) == 11);
    shmdt(q);
    ROW("L13 touching after shmdt dies of SIGSEGV", signal_of_access(q, 0) == 11);
    ROW("B15.2 what a failed shmat returns is no address", signal_of_access((char *)-1, 0) == 11);
    ROW("L81 a child reads through the inherited pointer", signal_of_access(p, 0) == 0);

    shmat(id, fixed, 0);
    ROW("C7.2 before the first page of an attach dies of SIGSEGV", signal_of_access(fixed - 1, 0) == 11);
    ROW("B5.12 SHM_REMAP replaces an attach", shmat(id, fixed, SHM_REMAP) == fixed && nattch_of(id) == 3);
    return finish();
}
