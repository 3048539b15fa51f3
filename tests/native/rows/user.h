/* Children that are other users. */
#ifndef USER_H
#define USER_H

#include "child.h"

#include <grp.h>

enum { kNobody = 65534 };

static int (*user_body)(void);
static uid_t user_to_become;
static gid_t group_to_become;

static int change_user_and_go(void) {
    if (setgroups(0, NULL) != 0 || setgid(group_to_become) != 0 || setuid(user_to_become) != 0) return 99;
    return user_body();
}

/* The same, run by another user of one group only. */
static int child_of_user_ends(uid_t user, gid_t group, int (*body)(void)) {
    user_body = body;
    user_to_become = user;
    group_to_become = group;
    return child_ends(change_user_and_go);
}

#endif
