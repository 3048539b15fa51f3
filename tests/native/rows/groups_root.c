/* Whose triple of the mode counts: owner, creator, the groups of either, others. */
#include "user.h"

enum { kOwner = 2001, kCreator = 2002, kGroup = 3001, kCreatorsGroup = 3002, kStranger = 2009 };

static int id;

static int may_read(void) { return shmget(0x4711, 0, 0400) == id; }
static int may_write(void) { return shmget(0x4711, 0, 0200) == id; }
static int may_both(void) { return shmget(0x4711, 0, 0600) == id; }
static int may_attach(void) { return shmat(id, NULL, 0) != (void *)-1; }
static int may_remove(void) { return shmctl(id, IPC_RMID, NULL) == 0; }
static int may_lock(void) { return !FAILS(shmctl(id, SHM_LOCK, NULL), EPERM); }
static int give_to_owner(void) {
    struct shmid_ds ds;
    id = shmget(0x4711, 100, IPC_CREAT | 0640);
    ds = stat_of(id);
    ds.shm_perm.uid = kOwner;
    ds.shm_perm.gid = kGroup;
    return shmctl(id, IPC_SET, &ds) == 0;
}

static void set_mode(int mode) {
    struct shmid_ds ds = stat_of(id);
    ds.shm_perm.mode = mode;
    shmctl(id, IPC_SET, &ds);
}

static int stranger(gid_t group, int (*body)(void)) { return child_of_user_ends(kStranger, group, body); }

static int in_supplementary(void) {
    gid_t groups[3] = {7, kGroup, 9};
    return setgroups(3, groups) == 0 && setgid(kStranger) == 0 && setuid(kStranger) == 0 && may_read();
}
static int only_real_group(void) {
    return setgroups(0, NULL) == 0 && setresgid(kGroup, kStranger, kGroup) == 0 && setuid(kStranger) == 0 &&
           !may_read();
}
static int only_effective_user(void) {
    return setgroups(0, NULL) == 0 && setgid(1) == 0 && setresuid(kStranger, kOwner, kStranger) == 0 && may_both();
}
static int only_real_user(void) {
    return setgroups(0, NULL) == 0 && setgid(1) == 0 && setresuid(kOwner, kStranger, kOwner) == 0 && !may_read();
}

static void groups(void) {
    ROW("B9.7 the group's triple for its group", stranger(kGroup, may_read) == 1 && stranger(kGroup, may_write) == 0);
    ROW("B9.8 and for the creator's group", stranger(kCreatorsGroup, may_read) == 1);
    ROW("B9.7 others have none", stranger(kStranger, may_read) == 0);
    ROW("B9.7 a supplementary group counts", child_ends(in_supplementary) == 1);
    ROW("B9.7 the real group does not", child_ends(only_real_group) == 1);
    ROW("B9.6 the effective user counts", child_ends(only_effective_user) == 1);
    ROW("B9.6 the real one does not", child_ends(only_real_user) == 1);
    ROW("B9.6 owner and creator: the owner's triple",
        child_of_user_ends(kOwner, 1, may_both) == 1 && child_of_user_ends(kCreator, 1, may_both) == 1);
}

static void no_fall_through(void) {
    set_mode(0606);
    ROW("B9.10 the group is not helped by the bits of others",
        stranger(kGroup, may_read) == 0 && stranger(kCreatorsGroup, may_attach) == 0);
    ROW("B9.1 others have their bits", stranger(kStranger, may_both) == 1 && stranger(kStranger, may_attach) == 1);
    set_mode(0066);
    ROW("B9.9 neither owner nor creator are",
        child_of_user_ends(kOwner, kStranger, may_read) == 0 && child_of_user_ends(kCreator, kStranger, may_read) == 0);
    ROW("B9.9 not even as members of the group", child_of_user_ends(kOwner, kGroup, may_read) == 0);
    ROW("B9.5 both asked, one granted: denied",
        (set_mode(0604), stranger(kStranger, may_both)) == 0 && stranger(kStranger, may_read) == 1);
    ROW("B9.3 root passes all of it", may_both() && may_attach());
}

static void owners_only(void) {
    set_mode(0777);
    ROW("B8.21 a member of the group must not remove",
        stranger(kGroup, may_remove) == 0 && stranger(kStranger, may_remove) == 0);
    ROW("B8.21 nor lock", stranger(kGroup, may_lock) == 0);
    ROW("B8.21 owner and creator may lock",
        child_of_user_ends(kOwner, 1, may_lock) == 1 && child_of_user_ends(kCreator, 1, may_lock) == 1);
    ROW("B8.21 the owner may remove", child_of_user_ends(kOwner, 1, may_remove) == 1);
}

int main(void) {
    struct shmid_ds ds;
    ROW("B8.19 the creator gives it away", child_of_user_ends(kCreator, kCreatorsGroup, give_to_owner) == 1);
    id = shmget(0x4711, 0, 0);
    ds = stat_of(id);
    ROW("B8.19 owner and creator differ", ds.shm_perm.uid == kOwner && ds.shm_perm.gid == kGroup &&
                                              ds.shm_perm.cuid == kCreator && ds.shm_perm.cgid == kCreatorsGroup);
    groups();
    no_fall_through();
    owners_only();
    return finish();
}
