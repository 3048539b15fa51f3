/* Pipes: bytes in order, ends that close, room for 65536 bytes. */
#include "child.h"

#include <fcntl.h>
#include <sys/stat.h>

static int ends[2];
static char block[70000];

static void bytes(void) {
    char text[16];
    struct stat state;

    pipe(ends);
    ROW("PIPE1 the lowest two descriptors, the first to read", ends[0] == 3 && ends[1] == 4);
    ROW("PIPE2 what is written is read, in order", write(ends[1], "abc", 3) == 3 && write(ends[1], "def", 3) == 3 &&
                                                       read(ends[0], text, 4) == 4 && memcmp(text, "abcd", 4) == 0);
    ROW("PIPE3 a read takes what is there", read(ends[0], text, 16) == 2 && memcmp(text, "ef", 2) == 0);
    ROW("PIPE4 the wrong end: EBADF", FAILS(read(ends[1], text, 1), EBADF) && FAILS(write(ends[0], "x", 1), EBADF));
    ROW("PIPE5 a bad address: EFAULT", FAILS(write(ends[1], (void *)8, 1), EFAULT) && write(ends[1], "x", 1) == 1 &&
                                           FAILS(read(ends[0], (void *)8, 1), EFAULT));
    read(ends[0], text, 1);
    ROW("PIPE6 lseek: ESPIPE", FAILS(lseek(ends[0], 0, SEEK_CUR), ESPIPE));
    ROW("PIPE7 fstat: a FIFO of mode 0600",
        fstat(ends[0], &state) == 0 && S_ISFIFO(state.st_mode) && (state.st_mode & 0777) == 0600);
    ROW("PIPE8 no bytes: 0", write(ends[1], "", 0) == 0 && read(ends[0], text, 0) == 0);
    close(ends[0]);
    close(ends[1]);
    ROW("PIPE9 pipe with a bad address: EFAULT, no descriptor is lost",
        FAILS(pipe((int *)8), EFAULT) && dup(0) == 3 && close(3) == 0);
}

static void without_waiting(void) {
    char text[16];

    ROW("PIPE10 pipe2 sets O_NONBLOCK and FD_CLOEXEC", pipe2(ends, O_NONBLOCK | O_CLOEXEC) == 0 &&
                                                           (fcntl(ends[0], F_GETFL) & O_NONBLOCK) != 0 &&
                                                           fcntl(ends[1], F_GETFD) == FD_CLOEXEC);
    ROW("PIPE11 empty: EAGAIN", FAILS(read(ends[0], text, 1), EAGAIN));
    ROW("PIPE12 it holds 65536 bytes: the rest is not taken",
        write(ends[1], block, 70000) == 65536 && FAILS(write(ends[1], "x", 1), EAGAIN));
    read(ends[0], block, 4095);
    ROW("PIPE13 with less room than PIPE_BUF bytes need: EAGAIN, none is written",
        FAILS(write(ends[1], block, 4096), EAGAIN));
    read(ends[0], block, 1);
    ROW("PIPE13 with room for them: all", write(ends[1], block, 4096) == 4096);
    close(ends[1]);
    ROW("PIPE14 without a writer the rest is read, then 0",
        read(ends[0], block, 70000) == 65536 && read(ends[0], text, 1) == 0);
    close(ends[0]);
}

static int write_to_nobody(void) { return write(ends[1], "x", 1); }
static int write_ignoring(void) {
    signal(SIGPIPE, SIG_IGN);
    return FAILS(write(ends[1], "x", 1), EPIPE);
}
static int reader(void) {
    char text[16];
    int total = 0, got;
    close(ends[1]);
    while ((got = read(ends[0], text, sizeof text)) > 0) total += got;
    return total;
}
static int large_writer(void) { return write(ends[1], block, 70000) == 70000; }
static int late_writer(void) {
    usleep(20000);
    return write(ends[1], "late", 4) == 4;
}

static void between_processes(void) {
    char text[16];
    long total = 0, got;
    pid_t child;

    pipe(ends);
    close(ends[0]);
    ROW("PIPE15 nobody to read: SIGPIPE", child_ends(write_to_nobody) == -SIGPIPE);
    ROW("PIPE15 SIGPIPE ignored: EPIPE", child_ends(write_ignoring) == 1);
    close(ends[1]);
    pipe(ends);
    child = child_running(reader);
    write(ends[1], "hello", 5);
    close(ends[1]);
    ROW("PIPE16 a child reads until all writers are gone", end_of(child) == 5);
    close(ends[0]);
    pipe(ends);
    child = child_running(late_writer);
    ROW("PIPE17 a read waits for the first bytes", read(ends[0], text, 16) == 4 && end_of(child) == 1);
    child = child_running(large_writer);
    while (total < 70000 && (got = read(ends[0], block, 1000)) > 0) total += got;
    ROW("PIPE18 a write that does not fit waits until all is taken", total == 70000 && end_of(child) == 1);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    ROW("PIPE19 O_NONBLOCK is the open file's: a child's too", FAILS(read(dup(ends[0]), text, 1), EAGAIN));
}

int main(void) {
    bytes();
    without_waiting();
    between_processes();
    return finish();
}
