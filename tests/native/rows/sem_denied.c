/* Run as an ordinary user: which right each call on a semaphore set needs. */
#include "semaphores.h"

static int set_of_mode(int mode) { return set = semget(IPC_PRIVATE, 2, mode); }

int main(void) {
    union semun argument;
    unsigned short values[2] = {1, 2};
    struct semid_ds ds;
    struct sembuf zero_and_more[2] = {{0, 0, IPC_NOWAIT}, {0, 1, 0}};

    argument.array = values;
    set_of_mode(0400);
    ROW("SEM77 mode 0400: reading values", value(0) == 0 && semctl(set, 0, GETALL, argument) == 0 &&
                                               semctl(set, 0, GETPID) == 0 && semctl(set, 0, GETNCNT) == 0);
    ROW("SEM77 waiting for zero is reading", change(0, 0, IPC_NOWAIT) == 0);
    ROW("SEM78 mode 0400: SETVAL, SETALL: EACCES",
        FAILS(set_value(0, 1), EACCES) && FAILS(semctl(set, 0, SETALL, argument), EACCES));
    ROW("SEM79 mode 0400: an operation that changes: EACCES",
        FAILS(change(0, 1, 0), EACCES) && FAILS(semop(set, zero_and_more, 2), EACCES));
    ROW("SEM80 a number the set has not wins over the right: EFBIG", FAILS(change(2, 1, 0), EFBIG));
    set_of_mode(0200);
    argument.buf = &ds;
    ROW("SEM81 mode 0200: IPC_STAT, GETVAL: EACCES",
        FAILS(semctl(set, 0, IPC_STAT, argument), EACCES) && FAILS(value(0), EACCES));
    ROW("SEM81 mode 0200: changing", change(0, 1, 0) == 0 && set_value(0, 0) == 0);
    ROW("SEM81 but waiting for zero: EACCES", FAILS(change(0, 0, IPC_NOWAIT), EACCES));
    set = semget(0x4711, 1, IPC_CREAT | 0);
    ROW("SEM82 semget asks for what the flags say: EACCES", FAILS(semget(0x4711, 1, 0600), EACCES) &&
                                                                FAILS(semget(0x4711, 1, 0200), EACCES) &&
                                                                semget(0x4711, 1, 0) == set);
    ROW("SEM82 too many wins over the right: EINVAL", FAILS(semget(0x4711, 2, 0600), EINVAL));
    ROW("SEM83 the owner may remove whatever the mode says", semctl(set, 0, IPC_RMID) == 0);
    return finish();
}
