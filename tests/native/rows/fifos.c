/* FIFOs, which are pipes with a name, and pairs of sockets, which are pipes both ways. */
#include "child.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define NAME "/tmp/fifo"

static int pair[2];

static int write_through(void) {
    int fd = open(NAME, O_WRONLY);
    return write(fd, "through", 7) == 7;
}
static int read_later(void) {
    char text[16];
    int fd;
    usleep(20000);
    fd = open(NAME, O_RDONLY);
    return read(fd, text, 16) == 5;
}

static void with_a_name(void) {
    struct stat state;
    char text[16];
    int fd, other;
    pid_t child;

    umask(022);
    ROW("PIPE20 mkfifo: 0, the umask applies", mkfifo(NAME, 0666) == 0 && stat(NAME, &state) == 0 &&
                                                   S_ISFIFO(state.st_mode) && (state.st_mode & 0777) == 0644);
    ROW("PIPE20 again: EEXIST", FAILS(mkfifo(NAME, 0600), EEXIST));
    ROW("PIPE20 in no folder: ENOENT", FAILS(mkfifo("/tmp/none/fifo", 0600), ENOENT));
    ROW("PIPE21 O_WRONLY|O_NONBLOCK without a reader: ENXIO", FAILS(open(NAME, O_WRONLY | O_NONBLOCK), ENXIO));
    fd = open(NAME, O_RDONLY | O_NONBLOCK);
    ROW("PIPE22 O_RDONLY|O_NONBLOCK opens; without a writer there is the end", fd >= 0 && read(fd, text, 1) == 0);
    other = open(NAME, O_WRONLY | O_NONBLOCK);
    ROW("PIPE22 with a writer: EAGAIN", other >= 0 && FAILS(read(fd, text, 1), EAGAIN));
    ROW("PIPE23 what is written is read",
        write(other, "abc", 3) == 3 && read(fd, text, 16) == 3 && memcmp(text, "abc", 3) == 0);
    write(other, "lost", 4);
    close(fd), close(other);
    fd = open(NAME, O_RDWR | O_NONBLOCK);
    ROW("PIPE24 what nobody read is lost when nobody has it open", fd >= 0 && FAILS(read(fd, text, 1), EAGAIN));
    close(fd);
    child = child_running(write_through);
    fd = open(NAME, O_RDONLY);
    ROW("PIPE25 opening waits for the other side", fd >= 0 && read(fd, text, 16) == 7 && end_of(child) == 1);
    close(fd);
    child = child_running(read_later);
    fd = open(NAME, O_WRONLY);
    ROW("PIPE25 either way", fd >= 0 && write(fd, "later", 5) == 5 && end_of(child) == 1);
    ROW("PIPE26 unlink takes the name only",
        unlink(NAME) == 0 && FAILS(open(NAME, O_RDONLY | O_NONBLOCK), ENOENT) && fstat(fd, &state) == 0);
}

static int write_to_closed(void) { return write(pair[0], "x", 1); }
static int answer(void) {
    char byte;
    close(pair[0]);
    if (read(pair[1], &byte, 1) != 1) return 0;
    byte++;
    return write(pair[1], &byte, 1) == 1;
}

static void both_ways(void) {
    char text[16] = "";
    pid_t child;

    ROW("PIPE27 socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    ROW("PIPE27 each end reads what the other writes", write(pair[0], "ab", 2) == 2 && write(pair[1], "cd", 2) == 2 &&
                                                           read(pair[0], text, 16) == 2 && memcmp(text, "cd", 2) == 0 &&
                                                           read(pair[1], text, 16) == 2 && memcmp(text, "ab", 2) == 0);
    child = child_running(answer);
    ROW("PIPE28 with a child",
        write(pair[0], "p", 1) == 1 && read(pair[0], text, 1) == 1 && text[0] == 'q' && end_of(child) == 1);
    close(pair[1]);
    ROW("PIPE29 the other end closed: reading gives 0", read(pair[0], text, 1) == 0);
    ROW("PIPE29 writing dies of SIGPIPE", child_ends(write_to_closed) == -SIGPIPE);
}

int main(void) {
    with_a_name();
    both_ways();
    return finish();
}
