/* Who is written down for what: lpid, the three times and nattch over attach, fork, detach and exit. */
#include "row.h"

static int end_of(pid_t child) {
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Runs `body` in a child and gives the child's pid; its exit status goes to *status. */
static pid_t in_child(int (*body)(void), int *status) {
    pid_t child;
    fflush(stdout);
    child = fork();
    if (child == 0) _exit(body());
    *status = end_of(child);
    return child;
}

static int id;
static char *base;

static int attach_only(void) { return shmat(id, NULL, 0) == (void *)-1; }
static int detach_inherited(void) { return shmdt(base); }
static int attach_twice_more(void) {
    shmat(id, NULL, 0);
    shmat(id, NULL, SHM_RDONLY);
    return nattch_of(id);
}
static int last_user_of_parent(void) { return stat_of(id).shm_lpid == getppid(); }
static int fork_set_atime(void) { return stat_of(id).shm_atime != 0; }
static int leave_it(void) { return 0; }

static void fork_and_exit(void) {
    int status;
    pid_t child;

    id = new_segment(9000);
    base = shmat(id, NULL, 0);
    in_child(last_user_of_parent, &status);
    ROW("B7.2 fork writes the parent down as the last user", status == 1);
    in_child(fork_set_atime, &status);
    ROW("B7.2 and the time of attaching", status == 1);
    child = in_child(leave_it, &status);
    ROW("B7.8 exit of a child that inherited: lpid is the child", stat_of(id).shm_lpid == child && nattch_of(id) == 1);
    child = in_child(attach_twice_more, &status);
    ROW("B7.1 a process counts once for every attach", status == 4);
    ROW("B7.8 its exit takes all of them away", nattch_of(id) == 1 && stat_of(id).shm_lpid == child);
    child = in_child(detach_inherited, &status);
    ROW("B7.2 a child may detach what it inherited", status == 0 && nattch_of(id) == 1);
    ROW("B6.7 and is then the last user", stat_of(id).shm_lpid == child);
    ROW("B7 the creator stays", stat_of(id).shm_cpid == getpid());
    ROW("B6.7 the parent's own attach is still good", shmdt(base) == 0 && stat_of(id).shm_lpid == getpid());
    shmctl(id, IPC_RMID, NULL);

    id = new_segment(1);
    in_child(attach_only, &status);
    ROW("B10.8 nobody attached, not removed: it stays", status == 0 && nattch_of(id) == 0);
    shmctl(id, IPC_RMID, NULL);
}

/* SHM_REMAP over the middle page of an attach of three. */
static void remap_in_the_middle(void) {
    int small = new_segment(4096);
    char *over;

    id = new_segment(3 * 4096);
    base = shmat(id, NULL, 0);
    base[0] = 'a', base[4096] = 'b', base[8192] = 'c';
    ROW("B5.6 a fixed address without SHM_REMAP takes nothing away", FAILS(shmat(small, base + 4096, 0), EINVAL));
    over = shmat(small, base + 4096, SHM_REMAP);
    ROW("B5.12 SHM_REMAP replaces the pages the segment covers", over == base + 4096 && *over == 0);
    ROW("B5.12 and no others", base[0] == 'a' && base[8192] == 'c');
    ROW("B7.4 the attach around it counts twice", nattch_of(id) == 2 && nattch_of(small) == 1);
    ROW("B6.3 shmdt of the base takes both fragments", shmdt(base) == 0 && nattch_of(id) == 0);
    ROW("B6.3 and leaves the other segment between them", *over == 0 && nattch_of(small) == 1);
    ROW("B6.3 which goes by its own address", shmdt(over) == 0 && nattch_of(small) == 0);
    base = shmat(id, NULL, SHM_RDONLY);
    ROW("G3 what was covered is still in the segment", base[4096] == 'b');
    shmdt(base);
    shmctl(id, IPC_RMID, NULL);
    shmctl(small, IPC_RMID, NULL);
}

static void rounding(void) {
    char *hole;

    id = new_segment(4096);
    hole = shmat(id, NULL, 0);
    shmdt(hole);
    ROW("B5.2 SHM_RND of an aligned address changes nothing", shmat(id, hole, SHM_RND) == hole);
    shmdt(hole);
    ROW("B5.2 SHM_RND rounds down, never up", shmat(id, hole + 4095, SHM_RND) == hole);
    ROW("B5.13 the address asked for is not the one to give back", FAILS(shmdt(hole + 4095), EINVAL));
    ROW("B5.13 the rounded one is", shmdt(hole) == 0);
    ROW("B5.2 rounded to nothing with SHM_REMAP: EINVAL", FAILS(shmat(id, (void *)1, SHM_RND | SHM_REMAP), EINVAL));
    ROW("B5.7 an address above user space: ENOMEM", FAILS(shmat(id, (void *)(1ul << 62), 0), ENOMEM));
    ROW("B5.6 an address whose end wraps: EINVAL", FAILS(shmat(id, (void *)-4096l, 0), EINVAL));
    ROW("B5.8 none of them left anything", nattch_of(id) == 0);
    shmctl(id, IPC_RMID, NULL);
}

int main(void) {
    fork_and_exit();
    remap_in_the_middle();
    rounding();
    return finish();
}
