/* Pairs of UNIX sockets: streams, datagrams, sequenced packets. */
#include "child.h"

#include <fcntl.h>
#include <sys/socket.h>

static int pair[2];
static char block[300000];
static int pipes;

static void count_pipe(int signal) { pipes += signal == SIGPIPE; }

static void renew(int type) {
    close(pair[0]), close(pair[1]);
    socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, pair);
}

static int writes_of(int type, long bytes) {
    int count = 0;
    renew(type);
    while (write(pair[0], block, bytes) == bytes) count++;
    return count;
}

static void making(void) {
    int other[2];
    ROW("SOCK1 both ends read and write, flags as asked", socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) == 0 && fcntl(pair[0], F_GETFD) == FD_CLOEXEC && fcntl(pair[1], F_GETFL) == (O_RDWR | O_NONBLOCK));
    ROW("SOCK1 no such family: EAFNOSUPPORT, protocol: EPROTONOSUPPORT, type: EINVAL", FAILS(socketpair(99, SOCK_STREAM, 0, other), EAFNOSUPPORT) && FAILS(socketpair(AF_UNIX, SOCK_STREAM, 5, other), EPROTONOSUPPORT) && FAILS(socketpair(AF_UNIX, 15, 0, other), EINVAL));
    ROW("SOCK1 the internet makes no pairs: EOPNOTSUPP", FAILS(socketpair(AF_INET, SOCK_STREAM, 0, other), EOPNOTSUPP));
    ROW("SOCK1 a bad address: EFAULT", FAILS(socketpair(AF_UNIX, SOCK_STREAM, 0, (int *)8), EFAULT));
    ROW("SOCK2 no socket: ENOTSOCK", FAILS(send(0, "x", 1, 0), ENOTSOCK) && FAILS(recv(0, block, 1, 0), ENOTSOCK) && FAILS(shutdown(0, SHUT_RD), ENOTSOCK));
    ROW("SOCK2 lseek: ESPIPE", FAILS(lseek(pair[0], 0, SEEK_SET), ESPIPE));
}

static void streams(void) {
    char text[16];
    renew(SOCK_STREAM);
    write(pair[0], "abc", 3), write(pair[0], "def", 3);
    ROW("SOCK3 a stream has no borders", recv(pair[1], text, 16, MSG_PEEK) == 6 && read(pair[1], text, 4) == 4 && read(pair[1], text, 16) == 2 && memcmp(text, "ef", 2) == 0);
    ROW("SOCK3 empty: EAGAIN", FAILS(read(pair[1], text, 1), EAGAIN));
    write(pair[0], "x", 1);
    shutdown(pair[0], SHUT_WR);
    ROW("SOCK4 SHUT_WR: the peer reads the rest, then 0", read(pair[1], text, 16) == 1 && read(pair[1], text, 16) == 0);
    ROW("SOCK4 and may write on", write(pair[1], "y", 1) == 1 && read(pair[0], text, 16) == 1);
    pipes = 0;
    ROW("SOCK4 writing: EPIPE and SIGPIPE", FAILS(write(pair[0], "x", 1), EPIPE) && pipes == 1);
    ROW("SOCK4 MSG_NOSIGNAL: no signal", FAILS(send(pair[0], "x", 1, MSG_NOSIGNAL), EPIPE) && pipes == 1);
    renew(SOCK_STREAM);
    shutdown(pair[0], SHUT_RD);
    ROW("SOCK5 SHUT_RD: the peer cannot write", FAILS(send(pair[1], "x", 1, MSG_NOSIGNAL), EPIPE) && read(pair[0], text, 1) == 0 && write(pair[0], "z", 1) == 1);
    ROW("SOCK5 no such way: EINVAL", FAILS(shutdown(pair[0], 7), EINVAL));
    renew(SOCK_STREAM);
    write(pair[0], "unread", 6);
    close(pair[1]);
    ROW("SOCK6 a peer that goes without reading: ECONNRESET once, then 0", FAILS(read(pair[0], text, 1), ECONNRESET) && read(pair[0], text, 1) == 0);
}

static void packets(void) {
    char text[16];
    int i, types[] = {SOCK_DGRAM, SOCK_SEQPACKET};
    for (i = 0; i < 2; i++) {
        renew(types[i]);
        write(pair[0], "first", 5), write(pair[0], "second", 6);
        ROW("SOCK7 one packet at a time, its rest is lost", read(pair[1], text, 2) == 2 && read(pair[1], text, 16) == 6);
        write(pair[0], "long", 4);
        ROW("SOCK7 MSG_TRUNC tells its length", recv(pair[1], text, 2, MSG_TRUNC) == 4);
        ROW("SOCK7 an empty one is one", send(pair[0], "", 0, 0) == 0 && recv(pair[1], text, 16, 0) == 0 && FAILS(recv(pair[1], text, 16, 0), EAGAIN));
        ROW("SOCK7 longer than the buffer: EMSGSIZE", FAILS(write(pair[0], block, 300000), EMSGSIZE));
    }
    close(pair[1]);
    pipes = 0;
    ROW("SOCK8 no peer: a sequenced one ends", read(pair[0], text, 1) == 0 && FAILS(write(pair[0], "x", 1), EPIPE) && pipes == 0);
    renew(SOCK_DGRAM);
    close(pair[1]);
    ROW("SOCK8 a datagram is refused, then there is nobody", FAILS(read(pair[0], text, 1), EAGAIN) && FAILS(write(pair[0], "x", 1), ECONNREFUSED) && FAILS(write(pair[0], "x", 1), ENOTCONN));
}

static void room(void) {
    ROW("SOCK9 room for 212992 bytes of memory: small messages cost 768", writes_of(SOCK_STREAM, 1) == 278 && writes_of(SOCK_DGRAM, 128) == 278);
    ROW("SOCK9 larger ones what their memory takes", writes_of(SOCK_STREAM, 500) == 167 && writes_of(SOCK_STREAM, 1000) == 93 && writes_of(SOCK_SEQPACKET, 3000) == 49);
    ROW("SOCK9 pages of a stream", writes_of(SOCK_STREAM, 4096) == 44 && writes_of(SOCK_STREAM, 16000) == 13);
    ROW("SOCK9 of a packet", writes_of(SOCK_DGRAM, 4096) == 26 && writes_of(SOCK_DGRAM, 65536) == 4 && writes_of(SOCK_DGRAM, 200000) == 2);
    renew(SOCK_STREAM);
    ROW("SOCK9 a long write goes in pieces", write(pair[0], block, 300000) == 219264);
}

static int take_all(void) {
    long total = 0, got;
    close(pair[0]);
    while ((got = read(pair[1], block, 5000)) > 0) total += got;
    return total == 300000;
}

static void between_processes(void) {
    char text[8];
    pid_t child;
    close(pair[0]), close(pair[1]);
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    child = fork();
    if (child == 0) _exit(take_all());
    close(pair[1]);
    ROW("SOCK10 a write that does not fit waits", write(pair[0], block, 300000) == 300000);
    close(pair[0]);
    {
        int status;
        waitpid(child, &status, 0);
        ROW("SOCK10 the reader got all", WEXITSTATUS(status) == 1);
    }
    socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    if (fork() == 0) {
        write(pair[1], "ab", 2);
        usleep(20000);
        write(pair[1], "cd", 2);
        _exit(0);
    }
    ROW("SOCK10 MSG_WAITALL waits for all of it", recv(pair[0], text, 4, MSG_WAITALL) == 4 && memcmp(text, "abcd", 4) == 0);
    wait(NULL);
}

int main(void) {
    signal(SIGPIPE, count_pipe);
    making();
    streams();
    packets();
    room();
    between_processes();
    return finish();
}
