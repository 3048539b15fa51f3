/* Semaphore sets and message queues of root, and another user. */
#include "queues.h"
#include "semaphores.h"
#include "user.h"

static int remove_set(void) { return FAILS(semctl(set, 0, IPC_RMID), EPERM); }
static int change_set(void) {
    struct semid_ds ds;
    union semun argument;
    argument.buf = &ds;
    memset(&ds, 0, sizeof ds);
    return FAILS(semctl(set, 0, IPC_SET, argument), EPERM);
}
static int use_set(void) {
    return FAILS(change(0, 1, 0), EACCES) && FAILS(value(0), EACCES) && FAILS(set_value(0, 1), EACCES);
}
static int stat_any_set(void) {
    struct semid_ds ds;
    union semun argument;
    argument.buf = &ds;
    return semctl(0, 0, SEM_STAT_ANY, argument) == set && ds.sem_nsems == 1 &&
           FAILS(semctl(0, 0, SEM_STAT, argument), EACCES);
}
static int remove_queue(void) { return FAILS(msgctl(queue, IPC_RMID, NULL), EPERM); }
static int change_queue(void) {
    struct msqid_ds ds;
    memset(&ds, 0, sizeof ds);
    return FAILS(msgctl(queue, IPC_SET, &ds), EPERM);
}
static int use_queue(void) {
    return FAILS(send_text(1, "x"), EACCES) && FAILS(msgrcv(queue, &received, 1, 0, IPC_NOWAIT), EACCES);
}

static int nobody(int (*body)(void)) { return child_of_user_ends(kNobody, kNobody, body); }

int main(void) {
    set = semget(IPC_PRIVATE, 1, 0600);
    queue = msgget(IPC_PRIVATE, 0600);
    ROW("SEM84 another user's IPC_RMID and IPC_SET: EPERM", nobody(remove_set) == 1 && nobody(change_set) == 1);
    ROW("SEM85 its operations, GETVAL and SETVAL: EACCES", nobody(use_set) == 1);
    ROW("SEM86 SEM_STAT_ANY asks for no permission", nobody(stat_any_set) == 1);
    ROW("MSG68 another user's IPC_RMID and IPC_SET: EPERM", nobody(remove_queue) == 1 && nobody(change_queue) == 1);
    ROW("MSG69 its sending and receiving: EACCES", nobody(use_queue) == 1);
    return finish();
}
