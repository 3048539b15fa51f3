// System V semaphores.
#pragma once

#include <sys/ipc.h>
#include <time.h>

// A flag of struct sembuf, beside IPC_NOWAIT.
#define SEM_UNDO 0x1000

// Further commands of semctl.
#define GETPID 11
#define GETVAL 12
#define GETALL 13
#define GETNCNT 14
#define GETZCNT 15
#define SETVAL 16
#define SETALL 17
#define SEM_STAT 18
#define SEM_INFO 19
#define SEM_STAT_ANY 20

#define _SEM_SEMUN_UNDEFINED 1

struct semid_ds {
    struct ipc_perm sem_perm;
    time_t sem_otime;
    unsigned long __unused1;
    time_t sem_ctime;
    unsigned long __unused2;
    unsigned long sem_nsems;
    unsigned long __unused3;
    unsigned long __unused4;
};

struct sembuf {
    unsigned short sem_num;
    short sem_op;
    short sem_flg;
};

struct seminfo {
    int semmap;
    int semmni;
    int semmns;
    int semmnu;
    int semmsl;
    int semopm;
    int semume;
    int semusz;
    int semvmx;
    int semaem;
};

int semget(key_t key, int count, int flags);
int semop(int id, struct sembuf *operations, size_t count);
int semtimedop(int id, struct sembuf *operations, size_t count, const struct timespec *timeout);
// The fourth argument, where the command wants one, is a union semun, which the program defines.
int semctl(int id, int number, int command, ...);
