/* semop: all or nothing, waiting, and which error wins. */
#include "semaphores.h"

static struct sembuf operations[501];

static void operation(int at, int number, int by, int flags) {
    operations[at].sem_num = number;
    operations[at].sem_op = by;
    operations[at].sem_flg = flags;
}

static void at_once(void) {
    time_t before = time(NULL);

    ROW("SEM42 raising", change(0, 5, 0) == 0 && value(0) == 5);
    ROW("SEM42 otime is now, the caller the last user",
        set_status().sem_otime >= before && semctl(set, 0, GETPID) == getpid());
    ROW("SEM43 lowering by what is there",
        change(0, -3, 0) == 0 && value(0) == 2 && change(0, -2, 0) == 0 && value(0) == 0);
    ROW("SEM44 waiting for zero when it is", change(0, 0, 0) == 0);
    ROW("SEM45 IPC_NOWAIT, too little: EAGAIN", FAILS(change(0, -1, IPC_NOWAIT), EAGAIN) && value(0) == 0);
    ROW("SEM46 IPC_NOWAIT, not zero: EAGAIN", change(0, 1, 0) == 0 && FAILS(change(0, 0, IPC_NOWAIT), EAGAIN));
    ROW("SEM47 above 32767: ERANGE", FAILS(change(0, 32767, 0), ERANGE) && value(0) == 1 && change(0, 32766, 0) == 0);
    set_value(0, 0);
}

static void several(void) {
    operation(0, 0, 1, 0), operation(1, 1, -1, IPC_NOWAIT);
    ROW("SEM48 all or nothing", FAILS(semop(set, operations, 2), EAGAIN) && value(0) == 0 && value(1) == 0);
    operation(0, 1, 2, 0), operation(1, 1, -1, 0), operation(2, 1, -1, 0), operation(3, 1, 0, 0);
    ROW("SEM49 in order, on one semaphore too", semop(set, operations, 4) == 0 && value(1) == 0);
    operation(0, 1, -1, IPC_NOWAIT), operation(1, 1, 1, 0);
    ROW("SEM49 the other way round not", FAILS(semop(set, operations, 2), EAGAIN));
    ROW("SEM50 the whole call changes nothing when a later number is too large",
        (operation(0, 0, 1, 0), operation(1, 3, 1, 0), FAILS(semop(set, operations, 2), EFBIG)) && value(0) == 0);
}

static void errors(void) {
    operation(0, 0, 1, 0);
    ROW("SEM51 no operation: EINVAL", FAILS(semop(set, operations, 0), EINVAL));
    ROW("SEM52 more than 500: E2BIG", FAILS(semop(set, operations, 501), E2BIG));
    ROW("SEM52 E2BIG wins over a bad address", FAILS(semop(set, (struct sembuf *)8, 501), E2BIG));
    ROW("SEM53 a bad address: EFAULT, even of an unknown set",
        FAILS(semop(set, (struct sembuf *)8, 1), EFAULT) && FAILS(semop(77, (struct sembuf *)8, 1), EFAULT));
    ROW("SEM54 an unknown or negative set: EINVAL",
        FAILS(semop(77, operations, 1), EINVAL) && FAILS(semop(-1, operations, 1), EINVAL));
    ROW("SEM55 a number the set has not: EFBIG",
        FAILS(change(3, 1, 0), EFBIG) && FAILS(change(3, 0, IPC_NOWAIT), EFBIG));
}

static int take_one(void) { return change(0, -1, 0) == 0; }
static int take_two(void) { return change(0, -2, 0) == 0; }
static int until_zero(void) { return change(1, 0, 0) == 0; }
static int take_from_both(void) {
    struct sembuf both[2] = {{0, -1, 0}, {1, -1, 0}};
    return semop(set, both, 2) == 0;
}

static void waiting(void) {
    pid_t one, two;

    one = child_waiting(take_one, 0, GETNCNT);
    ROW("SEM56 who takes too much waits until it is there", change(0, 1, 0) == 0 && end_of(one) == 1 && value(0) == 0);
    ROW("SEM56 and is the last user", semctl(set, 0, GETPID) == one && semctl(set, 0, GETNCNT) == 0);
    set_value(1, 2);
    one = child_waiting(until_zero, 1, GETZCNT);
    change(1, -1, 0);
    ROW("SEM57 who waits for zero is not woken by 1", semctl(set, 1, GETZCNT) == 1);
    ROW("SEM57 but by 0", change(1, -1, 0) == 0 && end_of(one) == 1);
    one = child_waiting(take_two, 0, GETNCNT);
    two = child_waiting(take_one, 0, GETNCNT);
    change(0, 1, 0);
    ROW("SEM58 a smaller wish is served before a larger one that came first",
        end_of(two) == 1 && semctl(set, 0, GETNCNT) == 1);
    change(0, 2, 0);
    ROW("SEM58 which is served later", end_of(one) == 1 && value(0) == 0);
    change(0, 1, 0);
    one = child_waiting(take_from_both, 1, GETNCNT);
    ROW("SEM59 who waits for several takes none before", value(0) == 1 && semctl(set, 0, GETNCNT) == 0);
    change(1, 1, 0);
    ROW("SEM59 then all", end_of(one) == 1 && value(0) == 0 && value(1) == 0);
    one = child_waiting(take_one, 0, GETNCNT);
    ROW("SEM60 SETVAL wakes", set_value(0, 3) == 0 && end_of(one) == 1 && value(0) == 2);
    set_value(0, 0);
    one = child_waiting(take_one, 0, GETNCNT);
    kill(one, SIGKILL);
    ROW("SEM61 who is killed waits no longer", end_of(one) == -SIGKILL && semctl(set, 0, GETNCNT) == 0);
}

static void nothing(int signal) {}
static int interrupted(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    action.sa_flags = SA_RESTART;
    sigaction(SIGUSR1, &action, NULL);
    return FAILS(change(0, -1, 0), EINTR);
}

static void ends_of_waiting(void) {
    pid_t child = child_waiting(interrupted, 0, GETNCNT);
    struct timespec soon = {0, 10000000}, wrong = {0, 1000000000}, negative = {-1, 0};

    kill(child, SIGUSR1);
    ROW("SEM62 a handler ends it: EINTR, even with SA_RESTART", end_of(child) == 1);
    operation(0, 0, -1, 0);
    ROW("SEM63 semtimedop: EAGAIN when the time is over",
        FAILS(semtimedop(set, operations, 1, &soon), EAGAIN) && semctl(set, 0, GETNCNT) == 0);
    ROW("SEM64 a time that is none: EINVAL", FAILS(semtimedop(set, operations, 1, &wrong), EINVAL) &&
                                                 FAILS(semtimedop(set, operations, 1, &negative), EINVAL));
    set_value(0, 1);
    ROW("SEM63 no waiting, no time", semtimedop(set, operations, 1, &soon) == 0 && value(0) == 0);
}

int main(void) {
    set = semget(IPC_PRIVATE, 3, 0600);
    at_once();
    several();
    errors();
    waiting();
    ends_of_waiting();
    return finish();
}
