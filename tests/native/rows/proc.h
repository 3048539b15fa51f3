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

/* One line of /proc/self/maps, taken apart. */
struct map_line {
    unsigned long start, end, offset, inode;
    char permissions[8], name[256];
};

/* The line of the area that holds `address`; all zero when there is none. */
static struct map_line area_of(const void *address) {
    struct map_line line;
    char *at = text_of("/proc/self/maps");
    while (*at) {
        int name = 0;
        memset(&line, 0, sizeof line);
        sscanf(at, "%lx-%lx %7s %lx %*s %lu%n", &line.start, &line.end, line.permissions, &line.offset, &line.inode, &name);
        for (at += name; *at == ' '; at++) {
        }
        for (name = 0; *at != '\n'; at++) {
            if (name < 255) line.name[name++] = *at;
        }
        at++;
        if (line.start <= (unsigned long)address && (unsigned long)address < line.end) return line;
    }
    memset(&line, 0, sizeof line);
    return line;
}

/* The number behind "Field:" in the entry of /proc/self/smaps that begins at `address`; -1 without. */
static long smaps_field(const void *address, const char *field) {
    char start[32];
    char *at;
    sprintf(start, "%lx-", (unsigned long)address);
    at = strstr(text_of("/proc/self/smaps"), start);
    if (!at || !(at = strstr(at, field))) return -1;
    return strtol(at + strlen(field) + 1, NULL, 10);
}

/* Whether the page of `address` has an entry in the page table: bit 63 of its word in /proc/self/pagemap. */
static int present(const void *address) {
    unsigned long word = 0;
    int fd = open("/proc/self/pagemap", O_RDONLY);
    if (fd < 0 || pread(fd, &word, 8, (unsigned long)address / 4096 * 8) != 8) return -1;
    close(fd);
    return word >> 63;
}

static int present_pages(const char *base, int pages) {
    int i, count = 0;
    for (i = 0; i < pages; i++) count += present(base + i * 4096l);
    return count;
}

static int lines_of(const char *path) {
    char *at = text_of(path);
    int lines = 0;
    for (; *at; at++) lines += *at == '\n';
    return lines;
}

#endif
