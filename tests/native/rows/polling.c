/* poll and select: which descriptors would not wait. */
#include "child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>

static int ends[2];
static char block[65536];

static int polled(int fd, int wanted) {
    struct pollfd one;
    one.fd = fd;
    one.events = wanted;
    one.revents = 0x7777;
    return poll(&one, 1, 0) >= 0 ? one.revents : -1;
}

static int late_writer(void) {
    usleep(30000);
    return write(ends[1], "x", 1) == 1;
}

static void polls(void) {
    struct pollfd two[2];
    char byte;
    pid_t child;

    pipe(ends);
    ROW("POLL1 an empty pipe: nothing to read, room to write",
        polled(ends[0], POLLIN) == 0 && polled(ends[1], POLLOUT) == POLLOUT);
    write(ends[1], "x", 1);
    ROW("POLL2 with a byte: POLLIN", polled(ends[0], POLLIN | POLLOUT) == POLLIN);
    write(ends[1], block, 65535);
    ROW("POLL3 full: no POLLOUT", polled(ends[1], POLLOUT) == 0);
    read(ends[0], block, 65536);
    two[0].fd = -1, two[0].events = POLLIN;
    two[1].fd = ends[1], two[1].events = POLLOUT;
    ROW("POLL4 poll counts those that are ready, a negative one is skipped",
        poll(two, 2, -1) == 1 && two[0].revents == 0 && two[1].revents == POLLOUT);
    ROW("POLL5 a closed descriptor: POLLNVAL", polled(99, POLLIN) == POLLNVAL);
    ROW("POLL6 the time is over: 0", (two[1].fd = ends[0], two[1].events = POLLIN, poll(two, 2, 10)) == 0);
    child = child_running(late_writer);
    ROW("POLL7 poll waits for the first byte",
        poll(two, 2, -1) == 1 && two[1].revents == POLLIN && end_of(child) == 1 && read(ends[0], &byte, 1) == 1);
    close(ends[1]);
    ROW("POLL8 no writer any more: POLLHUP", polled(ends[0], POLLIN) == POLLHUP);
    close(ends[0]);
    pipe(ends);
    close(ends[0]);
    ROW("POLL9 no reader any more: POLLERR", (polled(ends[1], POLLOUT) & POLLERR) == POLLERR);
    close(ends[1]);
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    ROW("POLL10 a socket: both at once",
        write(ends[1], "x", 1) == 1 && polled(ends[0], POLLIN | POLLOUT) == (POLLIN | POLLOUT));
    close(ends[1]);
    ROW("POLL10 its other end closed: POLLIN and POLLHUP",
        (polled(ends[0], POLLIN) & (POLLIN | POLLHUP)) == (POLLIN | POLLHUP));
    close(ends[0]);
    ROW("POLL11 a file is always ready", polled(open("/dev/null", O_RDWR), POLLIN | POLLOUT) == (POLLIN | POLLOUT));
    ROW("POLL12 a bad address: EFAULT", FAILS(poll((struct pollfd *)8, 1, 0), EFAULT));
}

static void selects(void) {
    struct timeval none = {0, 0};
    fd_set readers, writers;

    pipe(ends);
    FD_ZERO(&readers);
    FD_ZERO(&writers);
    FD_SET(ends[0], &readers);
    FD_SET(ends[1], &writers);
    ROW("POLL13 select tells the same", select(ends[1] + 1, &readers, &writers, NULL, &none) == 1 &&
                                            !FD_ISSET(ends[0], &readers) && FD_ISSET(ends[1], &writers));
    write(ends[1], "x", 1);
    FD_SET(ends[0], &readers);
    ROW("POLL13 both: 2", select(ends[1] + 1, &readers, &writers, NULL, NULL) == 2 && FD_ISSET(ends[0], &readers));
    FD_ZERO(&readers);
    FD_SET(40, &readers); /* Linux looks no further than its table of descriptors, 64 at first */
    ROW("POLL14 a closed descriptor: EBADF", FAILS(select(41, &readers, NULL, NULL, &none), EBADF));
    ROW("POLL14 a negative number of them: EINVAL", FAILS(select(-1, NULL, NULL, NULL, &none), EINVAL));
    none.tv_usec = 10000;
    ROW("POLL15 of none it is a sleep", select(0, NULL, NULL, NULL, &none) == 0);
}

int main(void) {
    polls();
    selects();
    return finish();
}
