/* semctl: values, commands, and which error wins. */
#include "semaphores.h"

static union semun argument;
static unsigned short values[4];

static void single_values(void) {
    time_t made = set_status().sem_ctime;

    ROW("SEM23 SETVAL and GETVAL", set_value(0, 5) == 0 && value(0) == 5 && value(1) == 0);
    ROW("SEM24 32767 is the largest", set_value(0, 32767) == 0 && value(0) == 32767);
    ROW("SEM24 SETVAL of 32768 or -1: ERANGE",
        FAILS(set_value(0, 32768), ERANGE) && FAILS(set_value(0, -1), ERANGE) && value(0) == 32767);
    ROW("SEM25 a number the set has not: EINVAL",
        FAILS(set_value(3, 1), EINVAL) && FAILS(value(3), EINVAL) && FAILS(value(-1), EINVAL));
    ROW("SEM26 SETVAL: the caller is the last user", semctl(set, 0, GETPID) == getpid() && semctl(set, 1, GETPID) == 0);
    ROW("SEM26 but this is no operation", set_status().sem_otime == 0);
    sleep(1);
    set_value(1, 1);
    ROW("SEM27 SETVAL is a change: ctime", set_status().sem_ctime > made);
}

static void all_values(void) {
    argument.array = values;
    values[0] = 7, values[1] = 8, values[2] = 9, values[3] = 99;
    ROW("SEM28 SETALL", semctl(set, 0, SETALL, argument) == 0 && value(0) == 7 && value(1) == 8 && value(2) == 9);
    values[1] = 40000;
    ROW("SEM29 SETALL with a value above 32767: ERANGE, none is set",
        FAILS(semctl(set, 0, SETALL, argument), ERANGE) && value(0) == 7 && value(1) == 8);
    memset(values, 0, sizeof values);
    ROW("SEM30 GETALL: as many as the set has",
        semctl(set, 0, GETALL, argument) == 0 && values[0] == 7 && values[2] == 9 && values[3] == 0);
    ROW("SEM31 for those two the number does not matter", semctl(set, 77, GETALL, argument) == 0);
}

static void errors(void) {
    struct semid_ds ds;

    argument.array = (unsigned short *)8;
    ROW("SEM32 GETALL and SETALL of a bad address: EFAULT",
        FAILS(semctl(set, 0, GETALL, argument), EFAULT) && FAILS(semctl(set, 0, SETALL, argument), EFAULT));
    argument.buf = (struct semid_ds *)8;
    ROW("SEM33 IPC_STAT to a bad address: EFAULT", FAILS(semctl(set, 0, IPC_STAT, argument), EFAULT));
    ROW("SEM34 IPC_SET from a bad address: EFAULT, even of an unknown set",
        FAILS(semctl(77, 0, IPC_SET, argument), EFAULT));
    argument.buf = &ds;
    ROW("SEM35 a negative or unknown set: EINVAL",
        FAILS(semctl(-1, 0, IPC_STAT, argument), EINVAL) && FAILS(semctl(77, 0, GETVAL), EINVAL));
    ROW("SEM36 an unknown command: EINVAL", FAILS(semctl(set, 0, 4711, argument), EINVAL));
    ROW("SEM37 SEM_STAT takes an index", semctl(0, 0, SEM_STAT, argument) == set && ds.sem_nsems == 3);
    ROW("SEM37 SEM_STAT_ANY too",
        semctl(0, 0, SEM_STAT_ANY, argument) == set && FAILS(semctl(5, 0, SEM_STAT_ANY, argument), EINVAL));
}

static void changing(void) {
    struct semid_ds ds = set_status();

    argument.buf = &ds;
    ds.sem_perm.mode = 07604;
    ds.sem_nsems = 1;
    ROW("SEM38 IPC_SET: nine bits of the mode, not the number",
        semctl(set, 0, IPC_SET, argument) == 0 && set_status().sem_perm.mode == 0604 && set_status().sem_nsems == 3);
}

static int wait_for_it(void) { return FAILS(change(1, -100, 0), EIDRM); }
static int wait_for_zero(void) { return FAILS(change(0, 0, 0), EIDRM); }

static void removing(void) {
    pid_t one = child_waiting(wait_for_it, 1, GETNCNT), two = child_waiting(wait_for_zero, 0, GETZCNT);

    ROW("SEM39 GETNCNT and GETZCNT count who waits",
        semctl(set, 1, GETNCNT) == 1 && semctl(set, 1, GETZCNT) == 0 && semctl(set, 0, GETZCNT) == 1);
    ROW("SEM40 IPC_RMID", semctl(set, 0, IPC_RMID) == 0);
    ROW("SEM40 wakes all who wait: EIDRM", end_of(one) == 1 && end_of(two) == 1);
    ROW("SEM41 afterwards: EINVAL",
        FAILS(semctl(set, 0, IPC_RMID), EINVAL) && FAILS(change(0, 1, 0), EINVAL) && FAILS(value(0), EINVAL));
    ROW("SEM41 the key is free", FAILS(semget(0x4711, 0, 0), ENOENT));
}

int main(void) {
    set = semget(0x4711, 3, IPC_CREAT | 0600);
    single_values();
    all_values();
    errors();
    changing();
    removing();
    return finish();
}
