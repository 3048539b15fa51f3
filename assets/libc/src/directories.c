// Reading directories.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <shmscope/libc.h>
#include <stdlib.h>
#include <unistd.h>

#define DIRECTORY_BYTES 2048

struct __directory {
    int descriptor;
    long size;      // bytes of `entries` that the kernel filled
    long next;      // offset of the entry to be given out next
    long position;  // of the directory, behind the entry given out last
    char entries[DIRECTORY_BYTES];
};

DIR *fdopendir(int descriptor) {
    DIR *directory;
    struct stat state;
    if (fstat(descriptor, &state) < 0) return NULL;
    if (!S_ISDIR(state.st_mode)) {
        errno = ENOTDIR;
        return NULL;
    }
    directory = calloc(1, sizeof *directory);
    if (directory) directory->descriptor = descriptor;
    return directory;
}

DIR *opendir(const char *path) {
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC);
    DIR *directory;
    if (descriptor < 0) return NULL;
    directory = fdopendir(descriptor);
    if (!directory) close(descriptor);
    return directory;
}

struct dirent *readdir(DIR *directory) {
    struct dirent *entry;
    if (directory->next >= directory->size) {
        directory->size = __result(
            __builtin_syscall(SYS_getdents64, directory->descriptor, directory->entries, DIRECTORY_BYTES));
        directory->next = 0;
        if (directory->size <= 0) {
            directory->size = 0;
            return NULL;
        }
    }
    entry = (struct dirent *)(directory->entries + directory->next);
    directory->next += entry->d_reclen;
    directory->position = entry->d_off;
    return entry;
}

void seekdir(DIR *directory, long position) {
    lseek(directory->descriptor, position, SEEK_SET);
    directory->size = directory->next = 0;
    directory->position = position;
}

void rewinddir(DIR *directory) { seekdir(directory, 0); }
long telldir(DIR *directory) { return directory->position; }
int dirfd(DIR *directory) { return directory->descriptor; }

int closedir(DIR *directory) {
    int descriptor = directory->descriptor;
    free(directory);
    return close(descriptor);
}
