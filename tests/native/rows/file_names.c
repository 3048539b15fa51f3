/* Names: link, unlink, rename, mkdir, rmdir, directories read, the working directory. */
#define _GNU_SOURCE
#include "file.h"

#include <dirent.h>
#include <sys/syscall.h>

static void links(void) {
    int fd = file_of("/tmp/a", "one file");

    ROW("link gives a second name", link("/tmp/a", "/tmp/b") == 0 && status_of(fd).st_nlink == 2 && status_of_path("/tmp/b").st_ino == status_of(fd).st_ino);
    ROW("link: EEXIST, ENOENT", FAILS(link("/tmp/a", "/tmp/b"), EEXIST) && FAILS(link("/tmp/absent", "/tmp/c"), ENOENT));
    ROW("link of a directory: EPERM", mkdir("/tmp/d", 0700) == 0 && FAILS(link("/tmp/d", "/tmp/e"), EPERM));
    ROW("link into another file system: EXDEV", FAILS(link("/tmp/a", "/dev/shm/a"), EXDEV));
    ROW("unlink takes one name away", unlink("/tmp/a") == 0 && status_of(fd).st_nlink == 1 && !is_there("/tmp/a"));
    ROW("the other leads there still", holds(open("/tmp/b", O_RDONLY), "one file"));
    ROW("unlink: ENOENT, a directory: EISDIR", FAILS(unlink("/tmp/a"), ENOENT) && FAILS(unlink("/tmp/d"), EISDIR) && FAILS(unlink("/"), EISDIR));
    ROW("unlink with a slash at the end: ENOTDIR", FAILS(unlink("/tmp/b/"), ENOTDIR));
    ROW("unlink of . and ..: EISDIR", FAILS(unlink("/tmp/."), EISDIR) && FAILS(unlink("/tmp/.."), EISDIR));
    rmdir("/tmp/d"), unlink("/tmp/b");
    ROW("without a name it lives while it is open", holds(fd, "one file") && status_of(fd).st_nlink == 0);
    ROW("and gets none again", FAILS(link("/tmp/b", "/tmp/a"), ENOENT));
}

static void directories(void) {
    umask(022);
    ROW("mkdir", mkdir("/tmp/d", 0777) == 0 && S_ISDIR(status_of_path("/tmp/d").st_mode) && (status_of_path("/tmp/d").st_mode & 07777) == 0755);
    ROW("a directory has two links, and one for each inside", status_of_path("/tmp/d").st_nlink == 2 && mkdir("/tmp/d/e", 0700) == 0 && status_of_path("/tmp/d").st_nlink == 3);
    ROW("mkdir: EEXIST, ENOENT, ENOTDIR", FAILS(mkdir("/tmp/d", 0700), EEXIST) && FAILS(mkdir("/tmp/x/y", 0700), ENOENT) && (close(file_of("/tmp/d/f", "")), FAILS(mkdir("/tmp/d/f/g", 0700), ENOTDIR)));
    ROW("mkdir of . and /: EEXIST", FAILS(mkdir("/tmp/.", 0700), EEXIST) && FAILS(mkdir("/", 0700), EEXIST));
    ROW("mkdir with a slash at the end", mkdir("/tmp/d/s/", 0700) == 0 && rmdir("/tmp/d/s/") == 0);
    ROW("rmdir of what has entries: ENOTEMPTY", FAILS(rmdir("/tmp/d"), ENOTEMPTY));
    ROW("rmdir: ENOENT, ENOTDIR", FAILS(rmdir("/tmp/absent"), ENOENT) && FAILS(rmdir("/tmp/d/f"), ENOTDIR));
    ROW("rmdir of . .. and /", FAILS(rmdir("/tmp/d/."), EINVAL) && FAILS(rmdir("/tmp/d/.."), ENOTEMPTY) && FAILS(rmdir("/"), EBUSY));
    unlink("/tmp/d/f"), rmdir("/tmp/d/e");
    ROW("rmdir of an empty one", rmdir("/tmp/d") == 0 && !is_there("/tmp/d"));
    ROW("remove takes files and directories", (close(file_of("/tmp/f", "")), mkdir("/tmp/d", 0700)) == 0 && remove("/tmp/f") == 0 && remove("/tmp/d") == 0 && FAILS(remove("/tmp/d"), ENOENT));
}

static void renamed(void) {
    int fd = file_of("/tmp/a", "A"), other = file_of("/tmp/b", "B");

    ROW("rename takes the place of what was there", rename("/tmp/a", "/tmp/b") == 0 && !is_there("/tmp/a") && status_of_path("/tmp/b").st_ino == status_of(fd).st_ino && status_of(other).st_nlink == 0);
    ROW("rename: ENOENT", FAILS(rename("/tmp/a", "/tmp/c"), ENOENT));
    ROW("rename to itself, to another name of it: nothing happens", rename("/tmp/b", "/tmp/b") == 0 && link("/tmp/b", "/tmp/c") == 0 && rename("/tmp/b", "/tmp/c") == 0 && is_there("/tmp/b"));
    mkdir("/tmp/d", 0700), mkdir("/tmp/e", 0700);
    ROW("rename of a file onto a directory and back: EISDIR, ENOTDIR", FAILS(rename("/tmp/b", "/tmp/d"), EISDIR) && FAILS(rename("/tmp/d", "/tmp/b"), ENOTDIR));
    ROW("rename of a directory into itself: EINVAL", FAILS(rename("/tmp/d", "/tmp/d/x"), EINVAL));
    ROW("rename onto an empty directory", rename("/tmp/d", "/tmp/e") == 0 && !is_there("/tmp/d"));
    ROW("rename onto a full one: ENOTEMPTY", mkdir("/tmp/d", 0700) == 0 && rename("/tmp/b", "/tmp/e/b") == 0 && FAILS(rename("/tmp/d", "/tmp/e"), ENOTEMPTY));
    ROW("rename of a directory moves what is in it", rename("/tmp/e", "/tmp/d/e") == 0 && is_there("/tmp/d/e/b") && status_of_path("/tmp/d").st_nlink == 3);
    ROW("rename of what holds the target: ENOTEMPTY", FAILS(rename("/tmp/c", "/tmp/d/e/../../d"), EISDIR) && FAILS(rename("/tmp/d/e", "/tmp/d"), ENOTEMPTY));
    ROW("rename into another file system: EXDEV", FAILS(rename("/tmp/c", "/dev/shm/c"), EXDEV));
    ROW("rename of . and of a file with a slash", FAILS(rename("/tmp/.", "/tmp/x"), EBUSY) && FAILS(rename("/tmp/c/", "/tmp/x"), ENOTDIR) && FAILS(rename("/tmp/c", "/tmp/x/"), ENOTDIR));
    unlink("/tmp/d/e/b"), rmdir("/tmp/d/e"), rmdir("/tmp/d"), unlink("/tmp/c");
}

static int count_entries(DIR *directory, const char *wanted, int *found) {
    struct dirent *entry;
    int count = 0;
    *found = 0;
    while ((entry = readdir(directory))) {
        count++;
        if (strcmp(entry->d_name, wanted) == 0) *found = entry->d_type;
    }
    return count;
}

static void read_directories(void) {
    DIR *directory;
    char name[40];
    int i, found;

    mkdir("/tmp/d", 0700);
    mkdir("/tmp/d/inner", 0700);
    close(file_of("/tmp/d/plain", ""));
    ROW("opendir: ENOENT, ENOTDIR", FAILS((long)opendir("/tmp/absent") - 1, ENOENT) && FAILS((long)opendir("/tmp/d/plain") - 1, ENOTDIR));
    ROW("readdir: names and kinds", (directory = opendir("/tmp/d")) && count_entries(directory, "plain", &found) == 4 && found == DT_REG);
    rewinddir(directory);
    ROW("rewinddir", count_entries(directory, "inner", &found) == 4 && found == DT_DIR);
    for (i = 0; i < 200; i++) sprintf(name, "/tmp/d/with-a-longer-name-%d", i), close(open(name, O_CREAT, 0600));
    rewinddir(directory);
    ROW("many entries", count_entries(directory, "with-a-longer-name-199", &found) == 204 && found == DT_REG);
    ROW("closedir closes", (i = dirfd(directory)) >= 0 && closedir(directory) == 0 && FAILS(fcntl(i, F_GETFD), EBADF));
    ROW("getdents of a file: ENOTDIR", (i = open("/tmp/d/plain", O_RDONLY)) >= 0 && FAILS(syscall(SYS_getdents64, i, name, 40), ENOTDIR));
    ROW("a buffer too small for one entry: EINVAL", (i = open("/tmp/d", O_RDONLY)) >= 0 && FAILS(syscall(SYS_getdents64, i, name, 10), EINVAL));
}

static void working_directory(void) {
    char path[100];
    int fd;

    ROW("chdir, getcwd", chdir("/tmp/d/inner") == 0 && getcwd(path, sizeof path) == path && strcmp(path, "/tmp/d/inner") == 0);
    ROW("getcwd: ERANGE, EINVAL", FAILS((long)getcwd(path, 5) - 1, ERANGE) && FAILS((long)getcwd(path, 0) - 1, EINVAL));
    ROW("relative paths begin there", chdir("..") == 0 && is_there("plain") && is_there("../d/./plain") && !is_there("/plain"));
    ROW("chdir: ENOTDIR, ENOENT", FAILS(chdir("plain"), ENOTDIR) && FAILS(chdir("absent"), ENOENT));
    fd = open("inner", O_RDONLY);
    ROW("openat from a directory", openat(fd, "new", O_CREAT | O_RDWR, 0600) >= 0 && is_there("/tmp/d/inner/new"));
    ROW("openat: a bad descriptor, a file, an absolute path", FAILS(openat(-5, "x", O_RDONLY), EBADF) && openat(-5, "/dev/null", O_RDONLY) >= 0 && FAILS(openat(open("plain", O_RDONLY), "x", O_RDONLY), ENOTDIR));
    ROW("fchdir", fchdir(fd) == 0 && is_there("new") && FAILS(fchdir(-1), EBADF) && FAILS(fchdir(open("new", O_RDONLY)), ENOTDIR));
    unlink("new");
    ROW("a working directory may be removed: it has no path then, and takes no names", rmdir("/tmp/d/inner") == 0 && FAILS((long)getcwd(path, sizeof path) - 1, ENOENT) && FAILS(open("x", O_CREAT, 0600), ENOENT) && FAILS(mkdir("x", 0700), ENOENT));
    chdir("/tmp");
}

static void nodes(void) {
    struct stat state;

    ROW("mkfifo makes a FIFO", mkfifo("/tmp/fifo", 0600) == 0 && lstat("/tmp/fifo", &state) == 0 && S_ISFIFO(state.st_mode) && (state.st_mode & 07777) == 0600);
    ROW("mkfifo: EEXIST", FAILS(mkfifo("/tmp/fifo", 0600), EEXIST));
    ROW("mknod makes a file too", mknod("/tmp/node", S_IFREG | 0600, 0) == 0 && S_ISREG(status_of_path("/tmp/node").st_mode) && FAILS(mknod("/tmp/other", S_IFDIR | 0600, 0), EPERM));
    ROW("readlink", symlink("some/where", "/tmp/l") == 0 && readlink("/tmp/l", (char *)&state, 4) == 4 && memcmp(&state, "some", 4) == 0);
    ROW("readlink of a file: EINVAL", FAILS(readlink("/tmp/node", (char *)&state, 4), EINVAL) && FAILS(readlink("/tmp/absent", (char *)&state, 4), ENOENT));
    unlink("/tmp/fifo"), unlink("/tmp/node"), unlink("/tmp/l");
}

int main(void) {
    links();
    directories();
    renamed();
    read_directories();
    working_directory();
    nodes();
    return finish();
}
