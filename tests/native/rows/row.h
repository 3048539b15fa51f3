/* A row of behaviour, asserted by one line: the same program passes on the real and on the simulated kernel.
 * Names are those of the test suites and man pages the rows come from. */
#ifndef ROW_H
#define ROW_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static int failed_rows;

#define ROW(name, condition)                                                        \
    do {                                                                            \
        if (condition) {                                                            \
            printf("%s ok\n", name);                                                \
        } else {                                                                    \
            printf("%s FAILED: %s:%d: %s\n", name, __FILE__, __LINE__, #condition); \
            failed_rows++;                                                          \
        }                                                                           \
    } while (0)

/* The call returned -1 and set errno to `number`. */
#define FAILS(call, number) (errno = 0, (long)(call) == -1 && errno == (number))

static struct shmid_ds stat_of(int id) {
    struct shmid_ds ds;
    memset(&ds, 0xee, sizeof ds);
    if (shmctl(id, IPC_STAT, &ds) != 0) {
        printf("IPC_STAT of a live segment failed: %s\n", strerror(errno));
        exit(3);
    }
    return ds;
}

static int nattch_of(int id) { return (int)stat_of(id).shm_nattch; }

static int new_segment(unsigned long bytes) {
    int id = shmget(IPC_PRIVATE, bytes, IPC_CREAT | 0600);
    if (id < 0) {
        printf("shmget failed: %s\n", strerror(errno));
        exit(3);
    }
    return id;
}

static int finish(void) {
    printf("%d rows failed\n", failed_rows);
    return failed_rows != 0;
}

#endif
