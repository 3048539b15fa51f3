// Pipes, FIFOs, pairs of sockets, locks of whole files.
#include <shmscope/libc.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

int pipe(int ends[2]) { return (int)__result(__builtin_syscall(SYS_pipe, ends)); }
int pipe2(int ends[2], int flags) { return (int)__result(__builtin_syscall(SYS_pipe2, ends, flags)); }

int mkfifo(const char *path, mode_t mode) {
    return (int)__result(__builtin_syscall(SYS_mknod, path, mode | S_IFIFO, 0));
}

int flock(int descriptor, int operation) { return (int)__result(__builtin_syscall(SYS_flock, descriptor, operation)); }

int socketpair(int domain, int type, int protocol, int pair[2]) {
    return (int)__result(__builtin_syscall(SYS_socketpair, domain, type, protocol, pair));
}

int shutdown(int descriptor, int how) { return (int)__result(__builtin_syscall(SYS_shutdown, descriptor, how)); }

ssize_t sendto(int descriptor, const void *buffer, size_t size, int flags, const struct sockaddr *to,
               socklen_t length) {
    return __result(__builtin_syscall(SYS_sendto, descriptor, buffer, size, flags, to, length));
}

ssize_t recvfrom(int descriptor, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length) {
    return __result(__builtin_syscall(SYS_recvfrom, descriptor, buffer, size, flags, from, length));
}

ssize_t send(int descriptor, const void *buffer, size_t size, int flags) {
    return sendto(descriptor, buffer, size, flags, NULL, 0);
}

ssize_t recv(int descriptor, void *buffer, size_t size, int flags) {
    return recvfrom(descriptor, buffer, size, flags, NULL, NULL);
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
    return __result(__builtin_syscall(SYS_sendmsg, descriptor, message, flags));
}

ssize_t recvmsg(int descriptor, struct msghdr *message, int flags) {
    return __result(__builtin_syscall(SYS_recvmsg, descriptor, message, flags));
}
