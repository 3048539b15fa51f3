#include <errno.h>
#include <shmscope/libc.h>

int errno;

long __result(long returned) {
    if (returned >= 0 || returned < -4095) return returned;
    errno = (int)-returned;
    return -1;
}

long syscall(long number, ...) {
    va_list arguments;
    long a[6];
    int i;
    va_start(arguments, number);
    for (i = 0; i < 6; i++) a[i] = va_arg(arguments, long);
    va_end(arguments);
    return __result(__builtin_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}
