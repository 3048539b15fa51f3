/* What exec leaves of users and capabilities. The program starts itself again with an argument. */
#define _GNU_SOURCE
#include "child.h"

#include <sys/mman.h>
#include <sys/stat.h>

enum { kUser = 1000, kGroup = 7, kOther = 2001 };

static char *program;
static const char *what;

/* Page 0 is for those who have CAP_SYS_RAWIO. */
static int has_capabilities(void) {
    return mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
}

static int started(const char *question) {
    uid_t real, effective, saved;
    gid_t group, effective_group, saved_group;
    getresuid(&real, &effective, &saved);
    getresgid(&group, &effective_group, &saved_group);
    if (strcmp(question, "saved") == 0) return saved == effective && saved_group == effective_group;
    if (strcmp(question, "back") == 0) return FAILS(setreuid(-1, 0), EPERM);
    if (strcmp(question, "none") == 0) return !has_capabilities();
    if (strcmp(question, "later") == 0) return !has_capabilities() && seteuid(0) == 0 && has_capabilities();
    if (strcmp(question, "owner") == 0) return real == kOther && effective == kUser && saved == kUser;
    if (strcmp(question, "group") == 0) return group == kOther && effective_group == kGroup && saved_group == kGroup;
    if (strcmp(question, "other") == 0) return effective == kOther && effective_group == kOther;
    return has_capabilities();
}

static int again(const char *question) {
    execl(program, program, question, NULL);
    return 98;
}
static int only_saved_root(void) { return setresgid(1, 2, 3) == 0 && setresuid(kUser, kUser, 0) == 0 && again(what); }
static int only_really_root(void) { return setresuid(0, kUser, kUser) == 0 && again(what); }
static int effectively_root(void) { return setresuid(kUser, 0, kUser) == 0 && again(what); }
static int nobody(void) { return setuid(kUser) == 0 && again(what); }

static int other(void) { return setgid(kOther) == 0 && setuid(kOther) == 0 && again(what); }

static int answers(const char *question, int (*as)(void)) {
    what = question;
    return child_ends(as) == 1;
}

static void set_id(void) {
    chown(program, kUser, kGroup), chmod(program, 04755);
    ROW("a set-user-ID program runs as its owner", answers("owner", other));
    ROW("not as root, though root starts it", answers("none", nobody));
    chmod(program, 02755);
    ROW("a set-group-ID program runs as its group", answers("group", other));
    chmod(program, 02705);
    ROW("but not when the group may not execute it", answers("other", other));
    chown(program, 0, 0), chmod(program, 04755);
    ROW("one of root has all capabilities", answers("all", other));
    chmod(program, 0755);
}

int main(int argc, char **argv) {
    if (argc == 2) return started(argv[1]);
    program = argv[0];
    ROW("exec saves the effective user and group", answers("saved", only_saved_root));
    ROW("so that there is no way back to root", answers("back", only_saved_root));
    ROW("exec leaves no capability when only the saved user was root", answers("none", only_saved_root));
    ROW("exec as really root: permitted, and effective with seteuid(0)", answers("later", only_really_root));
    ROW("exec as effectively root: all capabilities", answers("all", effectively_root));
    ROW("exec as nobody special: none", answers("none", nobody));
    set_id();
    return finish();
}
