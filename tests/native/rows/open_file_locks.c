/* Locks of open files, and where the locks of fcntl and flock are odd. */
#include "child.h"

#include <fcntl.h>
#include <sys/file.h>

#define NAME "/tmp/locked"

static int fd, other;

static int lock(int file, int how, int type, int whence, long start, long length, pid_t pid) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = type;
    lock.l_whence = whence;
    lock.l_start = start;
    lock.l_len = length;
    lock.l_pid = pid;
    return fcntl(file, how, &lock);
}

static struct flock asked(int file, int how, int type, long start, long length) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = type;
    lock.l_start = start;
    lock.l_len = length;
    fcntl(file, how, &lock);
    return lock;
}

static void of_open_files(void) {
    ROW("LOCK25 another open of the same process is kept away", lock(fd, F_OFD_SETLK, F_WRLCK, SEEK_SET, 0, 10, 0) == 0 && FAILS(lock(other, F_OFD_SETLK, F_WRLCK, SEEK_SET, 5, 1, 0), EAGAIN));
    ROW("LOCK25 so is a lock of the process itself", FAILS(lock(fd, F_SETLK, F_WRLCK, SEEK_SET, 5, 1, 0), EAGAIN));
    ROW("LOCK25 the holder has no pid", asked(other, F_OFD_GETLK, F_WRLCK, 0, 0).l_pid == -1);
    ROW("LOCK25 a pid given: EINVAL", FAILS(lock(fd, F_OFD_SETLK, F_WRLCK, SEEK_SET, 0, 1, 1), EINVAL));
    close(open(NAME, O_RDONLY));
    ROW("LOCK25 another close does not give it up", FAILS(lock(other, F_OFD_SETLK, F_WRLCK, SEEK_SET, 5, 1, 0), EAGAIN));
    close(fd);
    ROW("LOCK25 its last close does", lock(other, F_OFD_SETLK, F_WRLCK, SEEK_SET, 5, 1, 0) == 0);
    lock(other, F_OFD_SETLK, F_UNLCK, SEEK_SET, 0, 0, 0);
    fd = open(NAME, O_RDWR);
}

static int end_locked(void) { return asked(fd, F_GETLK, F_WRLCK, 90, 20).l_start == 95; }
static int below_locked(void) {
    struct flock found = asked(fd, F_GETLK, F_WRLCK, 0, 0);
    return found.l_type == F_WRLCK && found.l_start == 40 && found.l_len == 10;
}

static void ranges(void) {
    ftruncate(fd, 100);
    lseek(fd, 50, SEEK_SET);
    ROW("LOCK26 from the end, from the position", lock(fd, F_SETLK, F_WRLCK, SEEK_END, -5, 5, 0) == 0 && child_ends(end_locked) == 1);
    lock(fd, F_SETLK, F_UNLCK, SEEK_SET, 0, 0, 0);
    ROW("LOCK26 a negative length: the bytes before", lock(fd, F_SETLK, F_WRLCK, SEEK_CUR, 0, -10, 0) == 0 && child_ends(below_locked) == 1);
    ROW("LOCK26 too far: EOVERFLOW", FAILS(lock(fd, F_SETLK, F_WRLCK, SEEK_SET, 0x7fffffffffffffff, 2, 0), EOVERFLOW) && FAILS(lock(fd, F_SETLK, F_WRLCK, SEEK_CUR, 0x7fffffffffffffff, 1, 0), EOVERFLOW));
    ROW("LOCK26 before the beginning, no whence: EINVAL", FAILS(lock(fd, F_SETLK, F_WRLCK, SEEK_SET, 5, -6, 0), EINVAL) && FAILS(lock(fd, F_SETLK, F_WRLCK, 9, 0, 1, 0), EINVAL));
    ROW("LOCK26 F_GETLK of F_UNLCK: EINVAL, a bad address: EFAULT", FAILS(lock(fd, F_GETLK, F_UNLCK, SEEK_SET, 0, 1, 0), EINVAL) && FAILS(fcntl(fd, F_SETLK, (void *)8), EFAULT));
    lock(fd, F_SETLK, F_UNLCK, SEEK_SET, 0, 0, 0);
}

static void conversion(void) {
    ROW("LOCK27 two share", flock(fd, LOCK_SH) == 0 && flock(other, LOCK_SH) == 0);
    ROW("LOCK27 neither may have it alone, and who tries loses its share", FAILS(flock(fd, LOCK_EX | LOCK_NB), EWOULDBLOCK) && flock(other, LOCK_EX | LOCK_NB) == 0);
    ROW("LOCK27 no operation of a bad descriptor: EINVAL first", FAILS(flock(99, 0), EINVAL) && FAILS(flock(99, LOCK_SH), EBADF));
    flock(other, LOCK_UN);
}

int main(void) {
    fd = open(NAME, O_CREAT | O_RDWR, 0600);
    other = open(NAME, O_RDWR);
    of_open_files();
    ranges();
    conversion();
    unlink(NAME);
    return finish();
}
