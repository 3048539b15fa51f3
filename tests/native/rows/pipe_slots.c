/* A pipe is sixteen pages: what a write takes of them. */
#include "child.h"

#include <fcntl.h>

static int ends[2];
static char block[140000];

static void renew(int flags) {
    close(ends[0]), close(ends[1]);
    pipe2(ends, O_NONBLOCK | flags);
}

/* How many writes of so many bytes a pipe takes. */
static int writes_of(long bytes) {
    int count = 0;
    renew(0);
    while (write(ends[1], block, bytes) == bytes) count++;
    return count;
}

static void slots(void) {
    ROW("PIPE30 a byte joins the last page: 65536 writes fit", writes_of(1) == 65536);
    ROW("PIPE30 two halves of a page share it", writes_of(2048) == 32);
    ROW("PIPE30 what does not fit in the last page takes a new one", writes_of(2049) == 16 && writes_of(3000) == 16);
    ROW("PIPE30 thirds: one page for each", writes_of(1366) == 32 && writes_of(1365) == 48);
    renew(0);
    write(ends[1], block, 100);
    ROW("PIPE31 of a long write the odd bytes join the last page", write(ends[1], block, 65436) == 65436 && FAILS(write(ends[1], block, 1), EAGAIN));
    renew(0);
    write(ends[1], block, 4000);
    ROW("PIPE31 unless they do not fit there", write(ends[1], block, 65436) == 15 * 4096);
    renew(0);
    write(ends[1], block, 65536);
    ROW("PIPE32 a page read in part is no room", read(ends[0], block, 4095) == 4095 && FAILS(write(ends[1], block, 1), EAGAIN));
    ROW("PIPE32 its last byte is", read(ends[0], block, 1) == 1 && write(ends[1], block, 4096) == 4096);
    renew(0);
    write(ends[1], block, 65535);
    ROW("PIPE32 a full pipe takes what its last page holds", write(ends[1], block, 1) == 1 && FAILS(write(ends[1], block, 1), EAGAIN));
}

static void sizes(void) {
    renew(0);
    ROW("PIPE33 F_GETPIPE_SZ", fcntl(ends[0], F_GETPIPE_SZ) == 65536 && fcntl(ends[1], F_GETPIPE_SZ) == 65536);
    ROW("PIPE33 F_SETPIPE_SZ rounds up to pages, a power of two", fcntl(ends[1], F_SETPIPE_SZ, 5000) == 8192 && fcntl(ends[1], F_SETPIPE_SZ, 0) == 4096 && fcntl(ends[0], F_GETPIPE_SZ) == 4096);
    ROW("PIPE33 and it holds so much", write(ends[1], block, 70000) == 4096);
    ROW("PIPE33 less than is in it: EBUSY", fcntl(ends[1], F_SETPIPE_SZ, 16384) == 16384 && write(ends[1], block, 70000) == 12288 && FAILS(fcntl(ends[1], F_SETPIPE_SZ, 8192), EBUSY));
    ROW("PIPE33 a negative size: EINVAL, no pipe: EBADF", FAILS(fcntl(ends[1], F_SETPIPE_SZ, -1), EINVAL) && FAILS(fcntl(open("/dev/null", O_RDWR), F_GETPIPE_SZ), EBADF));
}

static void packets(void) {
    char text[16];
    renew(O_DIRECT);
    write(ends[1], "first", 5), write(ends[1], "second", 6);
    ROW("PIPE34 O_DIRECT: a read takes one packet", read(ends[0], text, 16) == 5);
    ROW("PIPE34 what it has no room for is lost", read(ends[0], text, 2) == 2 && FAILS(read(ends[0], text, 16), EAGAIN));
    ROW("PIPE34 unknown flags: EINVAL", FAILS(pipe2(ends, 0x1000000), EINVAL));
}

static int write_much(void) {
    long written;
    signal(SIGPIPE, SIG_IGN);
    fcntl(ends[1], F_SETFL, 0);
    close(ends[0]);
    written = write(ends[1], block, 140000);
    return written > 0 && written < 140000 && written % 4096 == 0;
}

static void left_behind(void) {
    pid_t child;
    renew(0);
    child = fork();
    if (child == 0) _exit(write_much());
    close(ends[1]);
    fcntl(ends[0], F_SETFL, 0);
    read(ends[0], block, 8192);
    close(ends[0]);
    {
        int status;
        waitpid(child, &status, 0);
        ROW("PIPE35 the reader goes in the middle of a write: the count of what was written", WEXITSTATUS(status) == 1);
    }
}

static void bad_memory(void) {
    char *p = shmat(new_segment(8192), NULL, 0);
    renew(0);
    /* One page is good, the next is not. */
    shmdt(p);
    p = shmat(new_segment(4096), (void *)0x700000000000, 0);
    ROW("PIPE36 a write that leaves the memory: whole pages before it are written", write(ends[1], p, 8192) == 4096);
    ROW("PIPE36 not a part of one", FAILS(write(ends[1], p + 4000, 200), EFAULT) && read(ends[0], block, 70000) == 4096);
}

int main(void) {
    pipe(ends);
    slots();
    sizes();
    packets();
    left_behind();
    bad_memory();
    return finish();
}
