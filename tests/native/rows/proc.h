/* Texts and numbers under /proc. */
#ifndef PROC_H
#define PROC_H

#include "row.h"

#include <fcntl.h>

static char proc_text[65536];

/* The whole text of a file; empty when it cannot be read. */
static char *text_of(const char *path) {
    int fd = open(path, O_RDONLY);
    long size = 0, got;
    proc_text[0] = 0;
    if (fd < 0) return proc_text;
    while (size < (long)sizeof proc_text - 1 && (got = read(fd, proc_text + size, sizeof proc_text - 1 - size)) > 0)
        size += got;
    close(fd);
    proc_text[size] = 0;
    return proc_text;
}

static unsigned long number_in(const char *path) { return strtoul(text_of(path), NULL, 10); }

static long signed_number_in(const char *path) { return strtol(text_of(path), NULL, 10); }

/* 0, or the errno of writing `text` to a file that exists. */
static int write_text(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    int number = 0;
    if (fd < 0) return errno;
    if (write(fd, text, strlen(text)) < 0) number = errno;
    close(fd);
    return number;
}

static int write_number(const char *path, unsigned long number) {
    char text[32];
    sprintf(text, "%lu", number);
    return write_text(path, text);
}

static int lines_of(const char *path) {
    char *at = text_of(path);
    int lines = 0;
    for (; *at; at++) lines += *at == '\n';
    return lines;
}

#endif
