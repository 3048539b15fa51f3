/* Who may do what with files: mode bits, owners, directories, the sticky bit, the powers of root. */
#define _GNU_SOURCE
#include "file.h"
#include "user.h"

static int may_read(void) { return open("/tmp/d/f", O_RDONLY) >= 0; }
static int may_write(void) { return open("/tmp/d/f", O_WRONLY) >= 0; }
static int may_truncate(void) { return truncate("/tmp/d/f", 0) == 0; }
static int reading_is_denied(void) { return FAILS(open("/tmp/d/f", O_RDONLY), EACCES); }
static int writing_is_denied(void) { return FAILS(open("/tmp/d/f", O_RDWR), EACCES) && FAILS(truncate("/tmp/d/f", 0), EACCES) && FAILS(open("/tmp/d/f", O_RDONLY | O_TRUNC), EACCES); }
static int making_is_denied(void) { return FAILS(open("/tmp/d/new", O_CREAT, 0600), EACCES) && FAILS(mkdir("/tmp/d/new", 0700), EACCES) && FAILS(unlink("/tmp/d/f"), EACCES) && FAILS(rename("/tmp/d/f", "/tmp/g"), EACCES) && FAILS(link("/tmp/own", "/tmp/d/h"), EACCES) && open("/tmp/d/f", O_CREAT | O_RDONLY, 0600) >= 0; }
static int nothing_is_found(void) { return FAILS(open("/tmp/d/f", O_RDONLY), EACCES) && FAILS(open("/tmp/d/absent", O_RDONLY), EACCES) && FAILS(chdir("/tmp/d"), EACCES); }
static int removing_is_denied(void) { return FAILS(unlink("/tmp/roots"), EPERM) && FAILS(rename("/tmp/roots", "/tmp/mine"), EPERM) && FAILS(rmdir("/tmp/d"), EPERM); }
static int changing_is_denied(void) { return FAILS(chmod("/tmp/roots", 0777), EPERM) && FAILS(chown("/tmp/roots", kNobody, -1), EPERM); }
static int own_file(void) {
    int fd = open("/tmp/own", O_CREAT | O_RDWR, 0666);
    struct stat state = status_of(fd);
    return state.st_uid == kNobody && state.st_gid == kNobody && fchmod(fd, 0) == 0 && FAILS(open("/tmp/own", O_RDONLY), EACCES) && FAILS(fchown(fd, 0, -1), EPERM) && fchown(fd, kNobody, kNobody) == 0 && fchmod(fd, 0600) == 0;
}
static int access_asks(void) { return access("/tmp/d/f", R_OK) == 0 && FAILS(access("/tmp/d/f", W_OK), EACCES) && FAILS(access("/tmp/d/f", R_OK | W_OK), EACCES) && access("/tmp/d/f", F_OK) == 0 && FAILS(access("/tmp/d/f", 8), EINVAL); }
static int access_asks_the_real_user(void) { return seteuid(kNobody) == 0 && access("/tmp/d/f", W_OK) == 0 && FAILS(open("/tmp/d/f", O_WRONLY), EACCES); }

static int links_are_denied(void) {
    char path[64], target[64];
    struct stat state;
    sprintf(path, "/proc/%d/exe", getppid());
    return lstat(path, &state) == 0 && FAILS(readlink(path, target, sizeof target), EACCES) && FAILS(stat(path, &state), EACCES) && FAILS(execl(path, "x", (char *)NULL), EACCES) && readlink("/proc/self/exe", target, sizeof target) > 0;
}

static int nobody(int (*body)(void)) { return child_of_user_ends(kNobody, kNobody, body) == 1; }

int main(void) {
    struct stat state;
    int fd;

    umask(0);
    ROW("a user's own file", nobody(own_file));
    mkdir("/tmp/d", 0755);
    fd = open("/tmp/d/f", O_CREAT | O_RDWR, 0644);
    close(open("/tmp/roots", O_CREAT, 0600));
    ROW("others read by the last triple", nobody(may_read) && nobody(writing_is_denied));
    ROW("access(2) says the same", nobody(access_asks));
    ROW("access(2) asks for the real user", child_ends(access_asks_the_real_user) == 1);
    ROW("root reads and writes whatever the mode", fchmod(fd, 0) == 0 && may_read() && may_write() && may_truncate());
    ROW("root may execute only what somebody may", FAILS(access("/tmp/d/f", X_OK), EACCES) && fchmod(fd, 0100) == 0 && access("/tmp/d/f", X_OK) == 0);
    ROW("the group's triple", fchown(fd, 0, kNobody) == 0 && fchmod(fd, 0040) == 0 && nobody(may_read) && nobody(writing_is_denied));
    ROW("the owner's triple, and no other", fchown(fd, kNobody, kNobody) == 0 && fchmod(fd, 0077) == 0 && nobody(reading_is_denied));
    fchown(fd, 0, 0), fchmod(fd, 0666);
    ROW("a directory one may not write to", nobody(making_is_denied));
    ROW("one may write to a file there", nobody(may_write));
    ROW("a directory one may not search", chmod("/tmp/d", 0700) == 0 && nobody(nothing_is_found));
    chmod("/tmp/d", 0755);
    ROW("the sticky bit of /tmp: EPERM", nobody(removing_is_denied));
    ROW("only owners change mode and owner: EPERM", nobody(changing_is_denied));
    ROW("chmod, chown by root", chmod("/tmp/roots", 06755) == 0 && chown("/tmp/roots", kNobody, 77) == 0 && lstat("/tmp/roots", &state) == 0 && state.st_uid == kNobody && state.st_gid == 77);
    ROW("chown takes the set-id bits of a program away", (state.st_mode & 07777) == 0755);
    ROW("chown of -1 leaves", chown("/tmp/roots", -1, 78) == 0 && lstat("/tmp/roots", &state) == 0 && state.st_uid == kNobody && state.st_gid == 78);
    ROW("a set-group-ID directory gives its group", chown("/tmp/d", 0, 55) == 0 && chmod("/tmp/d", 02755) == 0 && mkdir("/tmp/d/e", 0700) == 0 && lstat("/tmp/d/e", &state) == 0 && state.st_gid == 55 && (state.st_mode & 07777) == 02700);
    ROW("links of another user's process: EACCES", nobody(links_are_denied));
    ROW("rmdir of a mount point: EBUSY", FAILS(rmdir("/dev/shm"), EBUSY));
    return finish();
}
