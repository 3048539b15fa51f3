#include <errno.h>
#include <shmscope/libc.h>

int errno;

long __result(long returned) {
    if (returned >= 0 || returned < -4095) return returned;
    errno = (int)-returned;
    return -1;
}
