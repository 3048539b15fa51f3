#include <errno.h>
#include <shmscope/libc.h>
#include <shmscope/thread.h>

int *__errno_location(void) { return &__self()->error; }

long __result(long returned) {
    if (returned >= 0 || returned < -4095) return returned;
    errno = (int)-returned;
    // A sleep that pthread_cancel has ended.
    if (returned == -EINTR) __test_cancel();
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
