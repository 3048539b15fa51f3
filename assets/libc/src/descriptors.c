// Descriptors.
#include <errno.h>
#include <shmscope/libc.h>
#include <unistd.h>

#define TCGETS 0x5401

ssize_t read(int descriptor, void *buffer, size_t size) {
    return __result(__builtin_syscall(SYS_read, descriptor, buffer, size));
}

ssize_t write(int descriptor, const void *buffer, size_t size) {
    return __result(__builtin_syscall(SYS_write, descriptor, buffer, size));
}

int close(int descriptor) { return (int)__result(__builtin_syscall(SYS_close, descriptor)); }

int isatty(int descriptor) {
    char settings[60];  // struct termios of the kernel takes 36 bytes
    return __result(__builtin_syscall(SYS_ioctl, descriptor, TCGETS, settings)) == 0;
}

int __is_terminal(int descriptor) {
    int before = errno;
    int terminal = isatty(descriptor);
    errno = before;
    return terminal;
}
