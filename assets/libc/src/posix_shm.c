// POSIX shared memory: an object is a file in /dev/shm.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FOLDER "/dev/shm/"
#define LONGEST 259  // the C library has room for NAME_MAX and the "sem." of named semaphores

// The path of an object's name; 0 when the name can be none's.
static int path_of(const char *name, char *path) {
    size_t length;
    while (*name == '/') name++;
    length = strlen(name);
    if (length == 0 || length > LONGEST || strchr(name, '/')) return 0;
    strcpy(path, FOLDER);
    strcat(path, name);
    return 1;
}

int shm_open(const char *name, int flags, mode_t mode) {
    char path[sizeof FOLDER + LONGEST];
    int descriptor;
    if (!path_of(name, path)) {
        errno = EINVAL;
        return -1;
    }
    descriptor = open(path, flags | O_NOFOLLOW | O_CLOEXEC, mode);
    // "." and ".." are directories: names that no object can have.
    if (descriptor < 0 && errno == EISDIR) errno = EINVAL;
    return descriptor;
}

int shm_unlink(const char *name) {
    char path[sizeof FOLDER + LONGEST];
    if (!path_of(name, path)) {
        errno = ENOENT;
        return -1;
    }
    if (unlink(path) == 0) return 0;
    // "EACCES Permission to shm_unlink() the shared memory object was denied": the sticky bit of the folder.
    if (errno == EPERM) errno = EACCES;
    return -1;
}
