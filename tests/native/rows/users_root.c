/* Real, effective and saved ids: what root gives up, and what comes back. */
#include "child.h"

#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>

static int is(uid_t real, uid_t effective, uid_t saved) {
    uid_t r, e, s;
    return getresuid(&r, &e, &s) == 0 && r == real && e == effective && s == saved && getuid() == real &&
           geteuid() == effective;
}

static int is_group(gid_t real, gid_t effective, gid_t saved) {
    gid_t r, e, s;
    return getresgid(&r, &e, &s) == 0 && r == real && e == effective && s == saved && getgid() == real &&
           getegid() == effective;
}

static int set_all(void) { return setuid(1000) == 0 && is(1000, 1000, 1000); }
static int never_again(void) { return setuid(1000) == 0 && FAILS(setuid(0), EPERM) && FAILS(seteuid(0), EPERM); }
static int for_a_while(void) { return seteuid(1000) == 0 && is(0, 1000, 0) && seteuid(0) == 0 && is(0, 0, 0); }
static int between_its_own(void) {
    return setresuid(1000, 2000, 3000) == 0 && seteuid(1000) == 0 && seteuid(3000) == 0 && is(1000, 3000, 3000) &&
           FAILS(seteuid(2000), EPERM);
}
static int exchange(void) {
    return setresuid(1000, 2000, 2000) == 0 && setreuid(2000, 1000) == 0 && is(2000, 1000, 1000);
}
static int keep_some(void) { return setresuid(-1, 1000, -1) == 0 && is(0, 1000, 0); }
static int not_root(void) { return setresuid(1000, 1000, 2000) == 0 && setuid(2000) == 0 && is(1000, 2000, 2000); }
static int foreign(void) {
    return setuid(1000) == 0 && FAILS(setresuid(1000, 1000, 7), EPERM) && FAILS(setreuid(7, -1), EPERM) &&
           is(1000, 1000, 1000);
}

static void uids(void) {
    ROW("USER1 root starts with all three 0", is(0, 0, 0));
    ROW("USER2 setuid of root sets all three", child_ends(set_all) == 1);
    ROW("USER2 for ever: EPERM", child_ends(never_again) == 1);
    ROW("USER3 seteuid of root comes back: the saved id is still 0", child_ends(for_a_while) == 1);
    ROW("USER4 another user may be what it is, was saved as, and no other", child_ends(between_its_own) == 1);
    ROW("USER5 setreuid may exchange the two, and saves the effective one", child_ends(exchange) == 1);
    ROW("USER6 -1 keeps an id", child_ends(keep_some) == 1);
    ROW("USER7 setuid of another user sets the effective id only", child_ends(not_root) == 1);
    ROW("USER8 an id that is not its own: EPERM, nothing changes", child_ends(foreign) == 1);
    ROW("USER9 no user has id -1: EINVAL", FAILS(setuid(-1), EINVAL) && FAILS(seteuid(-1), EINVAL));
}

static int set_all_groups(void) { return setgid(50) == 0 && is_group(50, 50, 50); }
static int group_for_a_while(void) {
    return setegid(50) == 0 && is_group(0, 50, 0) && setegid(0) == 0 && is_group(0, 0, 0);
}
static int group_of_another(void) {
    return setgid(50) == 0 && setuid(1000) == 0 && FAILS(setgid(51), EPERM) && setgid(50) == 0;
}
static int supplementary(void) {
    gid_t groups[3] = {30, 10, 20}, got[3] = {0, 0, 0};
    return setgroups(3, groups) == 0 && getgroups(0, NULL) == 3 && getgroups(3, got) == 3 &&
           got[0] + got[1] + got[2] == 60 && FAILS(getgroups(2, got), EINVAL) && setgroups(0, NULL) == 0 &&
           getgroups(0, NULL) == 0;
}
static int groups_of_another(void) {
    gid_t group = 5;
    return setuid(1000) == 0 && FAILS(setgroups(1, &group), EPERM) && FAILS(setgroups(0, NULL), EPERM);
}

static void gids(void) {
    ROW("USER10 setgid of root sets all three", child_ends(set_all_groups) == 1);
    ROW("USER10 setegid one of them", child_ends(group_for_a_while) == 1);
    ROW("USER11 another user: only its own: EPERM", child_ends(group_of_another) == 1);
    ROW("USER12 setgroups and getgroups", child_ends(supplementary) == 1);
    ROW("USER12 of another user: EPERM", child_ends(groups_of_another) == 1);
}

static int id;

static int has_these(void) { return is(1000, 2000, 3000); }
static int kept_over_fork(void) { return setresuid(1000, 2000, 3000) == 0 && child_ends(has_these) == 1; }
static int effective_root_only(void) {
    return setresuid(1000, 0, 1000) == 0 && shmctl(id, IPC_STAT, (struct shmid_ds *)sbrk(4096)) == 0;
}
static int root_in_name_only(void) {
    return setresuid(0, 1000, 0) == 0 && FAILS(shmget(0x4711, 0, 0400), EACCES) && seteuid(0) == 0 &&
           shmget(0x4711, 0, 0400) == id;
}
static int made_by(void) {
    struct shmid_ds ds;
    if (setegid(77) != 0 || seteuid(1000) != 0) return 0;
    ds = stat_of(shmget(IPC_PRIVATE, 1, 0600));
    return ds.shm_perm.uid == 1000 && ds.shm_perm.cuid == 1000 && ds.shm_perm.gid == 77 && ds.shm_perm.cgid == 77;
}
static int file_made_by(void) {
    struct stat state;
    if (setegid(77) != 0 || seteuid(1000) != 0 || fstat(open("/tmp/own", O_CREAT | O_RDWR, 0600), &state) != 0)
        return 0;
    return state.st_uid == 1000 && state.st_gid == 77 && unlink("/tmp/own") == 0;
}

static void rights(void) {
    ROW("USER13 the powers of root are those of the effective id", child_ends(effective_root_only) == 1);
    ROW("USER13 and gone while it is another's", child_ends(root_in_name_only) == 1);
    ROW("USER14 a segment belongs to the effective user and group", child_ends(made_by) == 1);
    ROW("USER15 a file too", child_ends(file_made_by) == 1);
    ROW("USER16 a child has the ids of its parent", child_ends(kept_over_fork) == 1);
}

static pid_t target;
static int sleep_on(void) {
    setuid(1000);
    while (1) pause();
}
static int kill_as(uid_t real, uid_t effective) {
    return setresuid(real, effective, effective) == 0 && kill(target, 0) == 0 ? 1 : errno == EPERM ? 2 : 0;
}
static int kill_as_another(void) { return kill_as(2000, 2000); }
static int kill_as_itself(void) { return kill_as(1000, 1000); }
static int kill_with_real(void) { return kill_as(1000, 2000); }
static int kill_with_effective(void) { return kill_as(2000, 1000); }

static void signals(void) {
    target = child_running(sleep_on);
    usleep(50000);
    ROW("USER17 another user must not signal: EPERM", child_ends(kill_as_another) == 2);
    ROW("USER17 the same user may", child_ends(kill_as_itself) == 1);
    ROW("USER17 by its real or its effective id",
        child_ends(kill_with_real) == 1 && child_ends(kill_with_effective) == 1);
    kill(target, SIGKILL);
    ROW("USER17 and root", end_of(target) == -SIGKILL);
}

int main(void) {
    id = shmget(0x4711, 100, IPC_CREAT | 0600);
    uids();
    gids();
    rights();
    signals();
    return finish();
}
