/* Shared memory objects and files to map. */
#ifndef OBJECT_H
#define OBJECT_H

#include "child.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define PAGE 4096l
#define RW (PROT_READ | PROT_WRITE)

/* A new object of that many bytes. */
static int new_object(const char *name, long bytes) {
    int fd = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
    if (fd < 0 || ftruncate(fd, bytes) != 0) {
        printf("no object %s: %s\n", name, strerror(errno));
        exit(3);
    }
    return fd;
}

static int new_file(const char *path, const char *text, long bytes) {
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR, 0600);
    if (fd < 0 || write(fd, text, bytes) != bytes) {
        printf("no file %s: %s\n", path, strerror(errno));
        exit(3);
    }
    return fd;
}

static char *map_shared(int fd, long bytes) { return mmap(NULL, bytes, RW, MAP_SHARED, fd, 0); }

static struct stat status_of(int fd) {
    struct stat state;
    memset(&state, 0xee, sizeof state);
    if (fstat(fd, &state) != 0) printf("fstat: %s\n", strerror(errno));
    return state;
}

static int exists(const char *name) {
    int fd = shm_open(name, O_RDONLY, 0);
    if (fd >= 0) close(fd);
    return fd >= 0;
}

#endif
