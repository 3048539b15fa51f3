/* open(2) and close(2): which error wins, what flags do. */
#include "file.h"

#include <sys/resource.h>

static void made(void) {
    int fd, other;
    struct stat state;

    umask(022);
    ROW("open of an absent name: ENOENT", FAILS(open("/tmp/f", O_RDWR), ENOENT));
    ROW("open O_CREAT makes it", (fd = open("/tmp/f", O_CREAT | O_WRONLY, 0666)) >= 0);
    state = status_of(fd);
    ROW("open O_CREAT: mode without the umask", (state.st_mode & 07777) == 0644 && S_ISREG(state.st_mode));
    ROW("open O_CREAT: owner, size, links", state.st_uid == geteuid() && state.st_size == 0 && state.st_nlink == 1);
    ROW("open O_EXCL of an existing name: EEXIST", FAILS(open("/tmp/f", O_CREAT | O_EXCL | O_RDWR, 0600), EEXIST));
    ROW("open O_CREAT of an existing name keeps its mode", (other = open("/tmp/f", O_CREAT | O_RDWR, 0600)) >= 0 && (status_of(other).st_mode & 07777) == 0644);
    ROW("open gives the lowest free descriptor", other == fd + 1 && close(fd) == 0 && open("/tmp/f", O_RDONLY) == fd);
    ROW("write through a descriptor opened to read: EBADF", FAILS(write(fd, "x", 1), EBADF));
    ROW("close of a closed descriptor: EBADF", close(fd) == 0 && FAILS(close(fd), EBADF) && FAILS(close(-1), EBADF));
    write(other, "12345", 5);
    ROW("open O_TRUNC empties", (fd = open("/tmp/f", O_WRONLY | O_TRUNC)) >= 0 && status_of(other).st_size == 0);
    ROW("read through a descriptor opened to write: EBADF", FAILS(read(fd, &state, 1), EBADF));
    write(other, "12345", 5);
    ROW("open O_RDONLY|O_TRUNC empties too", open("/tmp/f", O_RDONLY | O_TRUNC) >= 0 && status_of(other).st_size == 0);
    ROW("a mode of no permission counts from the next open on", (fd = open("/tmp/none", O_CREAT | O_RDWR, 0)) >= 0 && write(fd, "x", 1) == 1);
    unlink("/tmp/none"), unlink("/tmp/f");
}

static void kinds(void) {
    int fd;
    char byte;

    mkdir("/tmp/d", 0755);
    close(file_of("/tmp/f", "text"));
    ROW("open of a directory to write: EISDIR", FAILS(open("/tmp/d", O_RDWR), EISDIR) && FAILS(open("/tmp/d", O_WRONLY), EISDIR));
    ROW("open O_CREAT of a directory: EISDIR", FAILS(open("/tmp/d", O_CREAT, 0600), EISDIR) && FAILS(open("/tmp/.", O_CREAT, 0600), EISDIR));
    ROW("open O_CREAT|O_EXCL of a directory: EEXIST", FAILS(open("/tmp/d", O_CREAT | O_EXCL, 0600), EEXIST));
    ROW("open O_CREAT with a slash at the end: EISDIR", FAILS(open("/tmp/new/", O_CREAT | O_RDWR, 0600), EISDIR));
    ROW("open of a file with a slash at the end: ENOTDIR", FAILS(open("/tmp/f/", O_RDONLY), ENOTDIR));
    ROW("open through a file: ENOTDIR", FAILS(open("/tmp/f/x", O_RDONLY), ENOTDIR) && FAILS(open("/tmp/f/x", O_CREAT | O_RDWR, 0600), ENOTDIR));
    ROW("open O_DIRECTORY of a file: ENOTDIR", FAILS(open("/tmp/f", O_DIRECTORY), ENOTDIR));
    ROW("open O_DIRECTORY of a directory, read: EISDIR", (fd = open("/tmp/d", O_DIRECTORY)) >= 0 && FAILS(read(fd, &byte, 1), EISDIR));
    ROW("open of no name: ENOENT", FAILS(open("", O_RDONLY), ENOENT));
    ROW("open of a bad address: EFAULT", FAILS(open((char *)8, O_RDONLY), EFAULT));
    ROW("/dev/null reads nothing and takes everything", (fd = open("/dev/null", O_RDWR)) >= 0 && read(fd, &byte, 1) == 0 && write(fd, "abc", 3) == 3);
    byte = 7;
    ROW("/dev/zero reads zeroes", (fd = open("/dev/zero", O_RDWR)) >= 0 && read(fd, &byte, 1) == 1 && byte == 0);
    ROW("/dev/null is a device", S_ISCHR(status_of_path("/dev/null").st_mode) && status_of_path("/dev/null").st_rdev == 0x103);
    rmdir("/tmp/d"), unlink("/tmp/f");
}

static void links(void) {
    int fd = file_of("/tmp/f", "text");

    symlink("f", "/tmp/l");
    ROW("a symbolic link is followed", holds(open("/tmp/l", O_RDONLY), "text") && status_of_path("/tmp/l").st_size == 1 && S_ISLNK(status_of_path("/tmp/l").st_mode));
    ROW("O_NOFOLLOW of a link: ELOOP", FAILS(open("/tmp/l", O_NOFOLLOW), ELOOP));
    ROW("O_CREAT|O_EXCL of a link: EEXIST", FAILS(open("/tmp/l", O_CREAT | O_EXCL, 0600), EEXIST));
    symlink("round", "/tmp/round");
    ROW("a link to itself: ELOOP", FAILS(open("/tmp/round", O_RDONLY), ELOOP));
    symlink("nowhere", "/tmp/dangling");
    ROW("O_CREAT through a dangling link makes what it names", open("/tmp/dangling", O_CREAT | O_RDWR, 0600) >= 0 && is_there("/tmp/nowhere"));
    unlink("/tmp/l"), unlink("/tmp/round"), unlink("/tmp/dangling"), unlink("/tmp/nowhere"), unlink("/tmp/f");
    ROW("an open file outlives its name", holds(fd, "text") && status_of(fd).st_nlink == 0);
}

static void names(void) {
    char name[5000];

    memset(name, 'n', sizeof name);
    memcpy(name, "/tmp/", 5);
    name[5 + 255] = 0;
    ROW("255 letters are a name", open(name, O_CREAT | O_RDWR, 0600) >= 0 && unlink(name) == 0);
    name[5 + 255] = 'n', name[5 + 256] = 0;
    ROW("256 letters: ENAMETOOLONG", FAILS(open(name, O_RDONLY), ENAMETOOLONG) && FAILS(open(name, O_CREAT, 0600), ENAMETOOLONG));
    name[5 + 256] = 'n', name[4096] = 0;
    ROW("4096 letters: ENAMETOOLONG", FAILS(open(name, O_RDONLY), ENAMETOOLONG));
    ROW("slashes and dots count for nothing", open("//tmp/./../tmp//../dev/./null", O_RDONLY) >= 0);
    ROW(".. of the root is the root", open("/../../dev/null", O_RDONLY) >= 0);
}

static int fill_descriptors(void) {
    struct rlimit limit = {20, 20};
    setrlimit(RLIMIT_NOFILE, &limit);
    while (dup(0) >= 0) {
    }
    return errno == EMFILE && FAILS(open("/tmp/absent", O_RDONLY), EMFILE) && FAILS(open("/tmp/new", O_CREAT, 0600), EMFILE) && !is_there("/tmp/new");
}

static void flags(void) {
    int fd = open("/tmp/f", O_CREAT | O_RDWR | O_EXCL | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);

    ROW("F_GETFD tells O_CLOEXEC", fcntl(fd, F_GETFD) == FD_CLOEXEC);
    ROW("F_GETFL tells access mode and status, not how it was opened", (fcntl(fd, F_GETFL) & ~0100000) == (O_RDWR | O_APPEND));
    ROW("F_SETFL changes the status only", fcntl(fd, F_SETFL, O_WRONLY | O_NONBLOCK | O_CREAT) == 0 && (fcntl(fd, F_GETFL) & ~0100000) == (O_RDWR | O_NONBLOCK));
    ROW("F_SETFD", fcntl(fd, F_SETFD, 0) == 0 && fcntl(fd, F_GETFD) == 0);
    ROW("fcntl: unknown command: EINVAL, bad descriptor: EBADF", FAILS(fcntl(fd, 999), EINVAL) && FAILS(fcntl(99, 999), EBADF));
    unlink("/tmp/f");
    ROW("no descriptor left: EMFILE, before the name is looked at", child_ends(fill_descriptors) == 1);
}

int main(void) {
    made();
    kinds();
    links();
    names();
    flags();
    return finish();
}
