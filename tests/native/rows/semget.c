/* Semaphore sets: making, finding, limits. */
#include "proc.h"
#include "semaphores.h"

#define SEM "/proc/sys/kernel/sem"

static void making(void) {
    struct semid_ds ds;
    time_t before = time(NULL);

    ROW("SEM1 an absent key without IPC_CREAT: ENOENT", FAILS(semget(0x4711, 1, 0600), ENOENT));
    ROW("SEM1 also for no semaphore at all", FAILS(semget(0x4711, 0, 0), ENOENT));
    ROW("SEM2 making a set of none: EINVAL",
        FAILS(semget(0x4711, 0, IPC_CREAT | 0600), EINVAL) && FAILS(semget(IPC_PRIVATE, 0, 0600), EINVAL));
    ROW("SEM3 a negative number: EINVAL, before the key is looked for", FAILS(semget(0x4711, -1, 0600), EINVAL));
    ROW("SEM4 more than 32000: EINVAL, before the key is looked for", FAILS(semget(0x4711, 32001, 0600), EINVAL));
    set = semget(0x4711, 3, IPC_CREAT | 0640);
    ROW("SEM5 the first id is 0", set == 0);
    ds = set_status();
    ROW("SEM6 a new set: how many, when, by whom", ds.sem_nsems == 3 && ds.sem_ctime >= before &&
                                                       ds.sem_perm.uid == geteuid() && ds.sem_perm.cgid == getegid() &&
                                                       ds.sem_perm.__key == 0x4711);
    ROW("SEM7 nobody has used it yet", ds.sem_otime == 0 && semctl(set, 0, GETPID) == 0);
    ROW("SEM8 its values are 0", value(0) == 0 && value(1) == 0 && value(2) == 0);
    ROW("SEM9 nobody waits", semctl(set, 1, GETNCNT) == 0 && semctl(set, 1, GETZCNT) == 0);
    ROW("SEM10 nine bits of the flags are the mode, umask not applied", ds.sem_perm.mode == 0640);
}

static void finding(void) {
    ROW("SEM11 the same key gives the same id",
        semget(0x4711, 3, 0600) == set && semget(0x4711, 0, 0) == set && semget(0x4711, 2, IPC_CREAT | 0600) == set);
    ROW("SEM12 CREAT|EXCL of an existing key: EEXIST", FAILS(semget(0x4711, 3, IPC_CREAT | IPC_EXCL | 0600), EEXIST));
    ROW("SEM12 EEXIST wins over a number too large", FAILS(semget(0x4711, 4, IPC_CREAT | IPC_EXCL | 0600), EEXIST));
    ROW("SEM13 more than it has: EINVAL", FAILS(semget(0x4711, 4, 0600), EINVAL));
    ROW("SEM14 IPC_PRIVATE is a new set each time",
        semget(IPC_PRIVATE, 1, 0600) == 1 && semget(IPC_PRIVATE, 1, IPC_CREAT | IPC_EXCL) == 2);
}

static void limits(void) {
    struct seminfo info;
    union semun argument;

    argument.__buf = &info;
    ROW("SEM15 IPC_INFO: the highest index", semctl(0, 0, IPC_INFO, argument) == 2);
    ROW("SEM15 and the limits", info.semmsl == 32000 && info.semmns == 1024000000 && info.semopm == 500 &&
                                    info.semmni == 32000 && info.semvmx == 32767);
    ROW("SEM16 SEM_INFO: sets and semaphores in use",
        semctl(0, 0, SEM_INFO, argument) == 2 && info.semusz == 3 && info.semaem == 5);
    ROW("SEM17 the limits stand in /proc", strcmp(text_of(SEM), "32000\t1024000000\t500\t32000\n") == 0);
    ROW("SEM18 more semaphores than semmns: ENOSPC", write_text(SEM, "32000 7 500 32000") == 0 &&
                                                         FAILS(semget(IPC_PRIVATE, 3, 0600), ENOSPC) &&
                                                         semget(IPC_PRIVATE, 2, 0600) == 3);
    ROW("SEM19 more sets than semmni: ENOSPC",
        write_text(SEM, "32000 1000 500 4") == 0 && FAILS(semget(IPC_PRIVATE, 1, 0600), ENOSPC));
    ROW("SEM20 more in a set than semmsl: EINVAL", write_text(SEM, "5 1000 500 10") == 0 &&
                                                       FAILS(semget(IPC_PRIVATE, 6, 0600), EINVAL) &&
                                                       semget(IPC_PRIVATE, 5, 0600) >= 0);
    ROW("SEM21 an existing set is found nevertheless", semget(0x4711, 0, 0) == set);
}

static int begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

static void listed(void) {
    struct semid_ds ds = set_status();
    char line[200], *at = text_of("/proc/sysvipc/sem");

    sprintf(line, "%10d %10d  %4o %10lu %5u %5u %5u %5u %10lu %10lu\n", 0x4711, set, 0640, 3ul, ds.sem_perm.uid,
            ds.sem_perm.gid, ds.sem_perm.cuid, ds.sem_perm.cgid, ds.sem_otime, ds.sem_ctime);
    ROW("SEM22 /proc/sysvipc/sem has a header",
        begins(at, "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n"));
    ROW("SEM22 and a line for each", begins(strchr(at, '\n') + 1, line));
}

int main(void) {
    making();
    finding();
    listed();
    limits();
    return finish();
}
