/* Files of a row program: everything below /tmp, which is empty when it starts. */
#ifndef FILE_H
#define FILE_H

#include "child.h"

#include <fcntl.h>
#include <sys/stat.h>

/* A new file of that content, open for both. */
static int file_of(const char *path, const char *text) {
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0644);
    if (fd < 0 || write(fd, text, strlen(text)) != (long)strlen(text)) {
        printf("no file %s: %s\n", path, strerror(errno));
        exit(3);
    }
    return fd;
}

static struct stat status_of_path(const char *path) {
    struct stat state;
    memset(&state, 0xee, sizeof state);
    if (lstat(path, &state) != 0) printf("lstat %s: %s\n", path, strerror(errno));
    return state;
}

static struct stat status_of(int fd) {
    struct stat state;
    memset(&state, 0xee, sizeof state);
    if (fstat(fd, &state) != 0) printf("fstat: %s\n", strerror(errno));
    return state;
}

static int is_there(const char *path) {
    struct stat state;
    return lstat(path, &state) == 0;
}

/* The bytes of the file from its start on are those of `text`, and no more. */
static int holds(int fd, const char *text) {
    char bytes[5000];
    long size = pread(fd, bytes, sizeof bytes, 0);
    return size == (long)strlen(text) && memcmp(bytes, text, size) == 0;
}

#endif
