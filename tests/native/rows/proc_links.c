/* Symbolic links below /proc. */
#define _GNU_SOURCE
#include "child.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

static char target[4096];

/* Where a link leads; "" when it cannot be read. */
static const char *link_of(const char *path) {
    ssize_t n = readlink(path, target, sizeof target - 1);
    target[n < 0 ? 0 : n] = 0;
    return target;
}

static int is_link(const char *path) {
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

static int runs_itself(void) {
    execl("/proc/self/exe", "again", "again", (char *)NULL);
    return 0;
}

static void of_the_process(void) {
    char own[32], path[64];
    struct stat status;
    sprintf(own, "%d", getpid());
    ROW("PROC8 self leads to the process that asks", is_link("/proc/self") && strcmp(link_of("/proc/self"), own) == 0);
    ROW("PROC8 followed it is a directory", stat("/proc/self", &status) == 0 && S_ISDIR(status.st_mode));
    ROW("PROC9 exe is the path of the program", is_link("/proc/self/exe") && link_of("/proc/self/exe")[0] == '/' && access(target, X_OK) == 0);
    ROW("PROC9 which can be executed by it", child_ends(runs_itself) == 42);
    sprintf(path, "/proc/%d/exe", getpid());
    ROW("PROC9 by number too", stat(path, &status) == 0 && S_ISREG(status.st_mode));
    chdir("/tmp");
    ROW("PROC10 cwd and root", strcmp(link_of("/proc/self/cwd"), "/tmp") == 0 && strcmp(link_of("/proc/self/root"), "/") == 0);
    ROW("PROC10 a path goes on behind them", stat("/proc/self/root/tmp", &status) == 0 && S_ISDIR(status.st_mode) && access("/proc/self/cwd/none", F_OK) != 0);
}

static void of_descriptors(void) {
    char path[64], text[8] = "";
    struct stat status;
    int fd = open("/tmp/linked", O_CREAT | O_RDWR | O_TRUNC, 0600), again;
    write(fd, "text", 4);
    sprintf(path, "/proc/self/fd/%d", fd);
    ROW("PROC11 a descriptor leads to its file", strcmp(link_of(path), "/tmp/linked") == 0);
    ROW("PROC11 its permissions tell what it is open for", lstat(path, &status) == 0 && (status.st_mode & 0777) == 0700);
    again = open(path, O_RDONLY);
    ROW("PROC11 opened anew it begins at the beginning", read(again, text, 4) == 4 && strcmp(text, "text") == 0);
    sprintf(path, "/proc/self/fd/%d", again);
    ROW("PROC11 read only", lstat(path, &status) == 0 && (status.st_mode & 0777) == 0500);
    close(again), close(fd);
    ROW("PROC11 closed: ENOENT", FAILS(readlink(path, target, sizeof target), ENOENT));
    unlink("/tmp/linked");
}

/* Whatever leads to them now: an open file stays that file. */
static void of_what_has_no_name(void) {
    char path[64], byte = 0;
    int memory = memfd_create("numbers", 0), fd = open("/tmp/gone", O_CREAT | O_RDWR, 0600), again;
    write(memory, "m", 1), write(fd, "f", 1);
    unlink("/tmp/gone");
    sprintf(path, "/proc/self/fd/%d", memory);
    ROW("PROC13 memory without a file", strcmp(link_of(path), "/memfd:numbers (deleted)") == 0);
    again = open(path, O_RDONLY);
    ROW("PROC13 is opened anew", read(again, &byte, 1) == 1 && byte == 'm');
    sprintf(path, "/proc/self/fd/%d", fd);
    ROW("PROC13 a file that was unlinked", strcmp(link_of(path), "/tmp/gone (deleted)") == 0 && access(path, F_OK) == 0);
    close(again);
    again = open(path, O_RDONLY);
    ROW("PROC13 too", read(again, &byte, 1) == 1 && byte == 'f');
    close(again), close(fd), close(memory);
}

static void errors(void) {
    ROW("PROC12 no link: EINVAL, no file: ENOENT", FAILS(readlink("/proc/self/status", target, 9), EINVAL) && FAILS(readlink("/proc/self/none", target, 9), ENOENT));
    ROW("PROC12 not to be followed: ELOOP", FAILS(open("/proc/self/exe", O_RDONLY | O_NOFOLLOW), ELOOP));
    ROW("PROC12 up again", access("/proc/self/fd/../status", R_OK) == 0 && access("/proc/sys/kernel/../kernel/shmmax", R_OK) == 0);
}

int main(int argc, char **argv) {
    if (argc > 1) return strcmp(argv[1], "again") == 0 ? 42 : 1;
    of_the_process();
    of_descriptors();
    of_what_has_no_name();
    errors();
    return finish();
}
