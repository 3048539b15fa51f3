/* System V semaphores, and children that wait for them. */
#ifndef SEMAPHORES_H
#define SEMAPHORES_H

#include "child.h"

#include <sys/sem.h>
#include <time.h>

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
    struct seminfo *__buf;
};

static int set;

static int value(int number) { return semctl(set, number, GETVAL); }
static int set_value(int number, int to) {
    union semun argument;
    argument.val = to;
    return semctl(set, number, SETVAL, argument);
}

static int change(int number, int by, int flags) {
    struct sembuf operation;
    operation.sem_num = number;
    operation.sem_op = by;
    operation.sem_flg = flags;
    return semop(set, &operation, 1);
}

static struct semid_ds set_status(void) {
    struct semid_ds ds;
    union semun argument;
    argument.buf = &ds;
    memset(&ds, 0xee, sizeof ds);
    if (semctl(set, 0, IPC_STAT, argument) != 0) printf("IPC_STAT failed: %s\n", strerror(errno));
    return ds;
}

/* Starts a child that runs `body`, and returns once it waits for semaphore `number`. */
static pid_t child_waiting(int (*body)(void), int number, int command) {
    int before = semctl(set, number, command);
    pid_t child = child_running(body);
    while (semctl(set, number, command) == before) usleep(1000);
    return child;
}

#endif
