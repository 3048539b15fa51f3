/* read(2), write(2), lseek(2), ftruncate(2) and their relatives on files. */
#define _GNU_SOURCE
#include "file.h"

#include <sys/uio.h>

static void positions(void) {
    int fd = file_of("/tmp/f", "0123456789"), other = dup(fd), second = open("/tmp/f", O_RDWR);
    char bytes[20];

    ROW("a write moves the position", lseek(fd, 0, SEEK_CUR) == 10);
    ROW("dup shares it", lseek(other, 3, SEEK_SET) == 3 && read(fd, bytes, 2) == 2 && bytes[0] == '3' && lseek(other, 0, SEEK_CUR) == 5);
    ROW("another open has its own", lseek(second, 0, SEEK_CUR) == 0 && read(second, bytes, 1) == 1 && bytes[0] == '0');
    ROW("read stops at the end", lseek(fd, -2, SEEK_END) == 8 && read(fd, bytes, 20) == 2 && read(fd, bytes, 20) == 0);
    ROW("pread and pwrite leave it", pread(fd, bytes, 3, 2) == 3 && bytes[0] == '2' && pwrite(fd, "X", 1, 0) == 1 && lseek(fd, 0, SEEK_CUR) == 10);
    ROW("pread at a negative offset: EINVAL", FAILS(pread(fd, bytes, 1, -1), EINVAL));
    ROW("lseek before the start: EINVAL", FAILS(lseek(fd, -1, SEEK_SET), EINVAL) && FAILS(lseek(fd, -11, SEEK_END), EINVAL) && lseek(fd, 0, SEEK_CUR) == 10);
    ROW("lseek: no such whence: EINVAL", FAILS(lseek(fd, 0, 9), EINVAL));
    ROW("lseek of a bad descriptor: EBADF", FAILS(lseek(99, 0, SEEK_SET), EBADF));
    ROW("lseek past the end leaves the size", lseek(fd, 100, SEEK_SET) == 100 && status_of(fd).st_size == 10 && read(fd, bytes, 1) == 0);
    ROW("a write there makes a hole of zeroes", write(fd, "end", 3) == 3 && status_of(fd).st_size == 103 && pread(fd, bytes, 4, 97) == 4 && memcmp(bytes, "\0\0\0e", 4) == 0);
    ROW("read and write of 0 bytes: 0", read(fd, bytes, 0) == 0 && write(fd, bytes, 0) == 0 && write(fd, NULL, 0) == 0);
    ROW("read to a bad address: EFAULT", lseek(fd, 0, SEEK_SET) == 0 && FAILS(read(fd, (void *)8, 4), EFAULT) && lseek(fd, 0, SEEK_CUR) == 0);
    ROW("write from a bad address: EFAULT", FAILS(write(fd, (void *)8, 4), EFAULT) && status_of(fd).st_size == 103);
    unlink("/tmp/f");
}

static void appending(void) {
    int fd = file_of("/tmp/f", "start"), end = open("/tmp/f", O_WRONLY | O_APPEND);

    ROW("O_APPEND begins at 0 and writes at the end", lseek(end, 0, SEEK_CUR) == 0 && write(end, "+1", 2) == 2 && lseek(end, 0, SEEK_CUR) == 7);
    lseek(fd, 0, SEEK_END), write(fd, "+2", 2);
    ROW("wherever the end is by then", lseek(end, 0, SEEK_SET) == 0 && write(end, "+3", 2) == 2 && holds(fd, "start+1+2+3"));
    ROW("pwrite appends too", pwrite(end, "+4", 2, 0) == 2 && holds(fd, "start+1+2+3+4"));
    unlink("/tmp/f");
}

static void sizes(void) {
    int fd = file_of("/tmp/f", "0123456789"), reader = open("/tmp/f", O_RDONLY);
    char bytes[8];

    ROW("ftruncate cuts off", ftruncate(fd, 4) == 0 && holds(fd, "0123"));
    ROW("and grows with zeroes", ftruncate(fd, 6) == 0 && pread(fd, bytes, 8, 0) == 6 && memcmp(bytes, "0123\0\0", 6) == 0);
    ROW("ftruncate leaves the position", lseek(fd, 0, SEEK_CUR) == 10);
    ROW("ftruncate of a reader: EINVAL", FAILS(ftruncate(reader, 1), EINVAL));
    ROW("ftruncate to a negative size: EINVAL, before the descriptor is looked at", FAILS(ftruncate(fd, -1), EINVAL) && FAILS(ftruncate(99, -1), EINVAL));
    ROW("ftruncate of no descriptor: EBADF", FAILS(ftruncate(99, 1), EBADF));
    ROW("truncate by name", truncate("/tmp/f", 2) == 0 && holds(fd, "01"));
    ROW("truncate: absent, directory, device", FAILS(truncate("/tmp/absent", 1), ENOENT) && FAILS(truncate("/tmp", 1), EISDIR) && FAILS(truncate("/dev/null", 1), EINVAL));
    ROW("a large size costs nothing", ftruncate(fd, 1l << 40) == 0 && status_of(fd).st_size == 1l << 40 && status_of(fd).st_blocks == 8);
    ROW("st_blocks counts the pages there are", ftruncate(fd, 0) == 0 && pwrite(fd, "x", 1, 5 * 4096) == 1 && status_of(fd).st_blocks == 8);
    ROW("SEEK_DATA, SEEK_HOLE", lseek(fd, 0, SEEK_DATA) == 5 * 4096 && lseek(fd, 0, SEEK_HOLE) == 0 && lseek(fd, 5 * 4096, SEEK_HOLE) == 5 * 4096 + 1 && FAILS(lseek(fd, 6 * 4096, SEEK_DATA), ENXIO));
    ROW("posix_fallocate gives pages and size", posix_fallocate(fd, 0, 3 * 4096) == 0 && status_of(fd).st_blocks == 32 && posix_fallocate(fd, 0, 8 * 4096) == 0 && status_of(fd).st_size == 8 * 4096);
    ROW("posix_fallocate: bad descriptor, bad range", posix_fallocate(99, 0, 1) == EBADF && posix_fallocate(fd, 0, 0) == EINVAL && posix_fallocate(reader, 0, 1) == EBADF);
    ROW("fsync", fsync(fd) == 0 && fdatasync(fd) == 0 && FAILS(fsync(99), EBADF));
    unlink("/tmp/f");
}

static void vectors(void) {
    int fd = open("/tmp/f", O_CREAT | O_RDWR, 0600);
    char one[4] = "", two[4] = "";
    struct iovec out[] = {{"ab", 2}, {NULL, 0}, {"cdef", 4}}, in[] = {{one, 3}, {two, 3}}, wrong[] = {{one, 1}, {two, -1}};

    ROW("writev writes all pieces", writev(fd, out, 3) == 6 && holds(fd, "abcdef"));
    lseek(fd, 0, SEEK_SET);
    ROW("readv fills them in order", readv(fd, in, 2) == 6 && strcmp(one, "abc") == 0 && strcmp(two, "def") == 0);
    ROW("readv: too many pieces, a negative size: EINVAL", FAILS(readv(fd, in, 1025), EINVAL) && FAILS(readv(fd, in, -1), EINVAL) && FAILS(readv(fd, wrong, 2), EINVAL));
    ROW("readv of no pieces: 0, of a bad address: EFAULT", readv(fd, in, 0) == 0 && FAILS(readv(fd, (void *)8, 1), EFAULT));
    unlink("/tmp/f");
}

static int shared;
static int read_two(void) {
    char bytes[2];
    return read(shared, bytes, 2) == 2 ? bytes[0] : 0;
}

static void descriptors(void) {
    int fd = file_of("/tmp/f", "0123456789"), other;
    char byte;

    shared = fd;
    lseek(fd, 0, SEEK_SET);
    ROW("a child shares the position", child_ends(read_two) == '0' && read(fd, &byte, 1) == 1 && byte == '2');
    ROW("dup2 closes what was there", (other = open("/dev/null", O_RDONLY)) >= 0 && dup2(fd, other) == other && read(other, &byte, 1) == 1 && byte == '3');
    ROW("dup2 to itself, out of range, of a bad one", dup2(fd, fd) == fd && FAILS(dup2(fd, -1), EBADF) && FAILS(dup2(99, fd), EBADF) && FAILS(dup2(99, 99), EBADF));
    ROW("dup3 sets close-on-exec, refuses itself", dup3(fd, other, O_CLOEXEC) == other && fcntl(other, F_GETFD) == FD_CLOEXEC && FAILS(dup3(fd, fd, 0), EINVAL) && FAILS(dup3(fd, other, 1), EINVAL));
    ROW("dup does not copy close-on-exec", fcntl(dup(other), F_GETFD) == 0);
    ROW("F_DUPFD: from a number on", fcntl(fd, F_DUPFD, 50) == 50 && fcntl(fd, F_DUPFD_CLOEXEC, 50) == 51 && fcntl(51, F_GETFD) == FD_CLOEXEC && FAILS(fcntl(fd, F_DUPFD, -1), EINVAL));
    ROW("flags are the open file's", fcntl(fd, F_SETFL, O_APPEND) == 0 && (fcntl(50, F_GETFL) & O_APPEND) != 0);
    close(50), close(51);
    unlink("/tmp/f");
}

int main(void) {
    positions();
    appending();
    sizes();
    vectors();
    descriptors();
    return finish();
}
