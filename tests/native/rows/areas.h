/* What /proc/self/maps, smaps and pagemap say of one address. */
#ifndef AREAS_H
#define AREAS_H

#include "proc.h"

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
        sscanf(at, "%lx-%lx %7s %lx %*s %lu%n", &line.start, &line.end, line.permissions, &line.offset, &line.inode,
               &name);
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

#endif
