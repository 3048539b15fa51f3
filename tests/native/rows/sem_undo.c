/* SEM_UNDO: what a process has taken comes back when it ends. The program starts itself again with an argument. */
#include "semaphores.h"

static char *program;

static int take(void) { return change(0, -2, SEM_UNDO); }
static int give(void) { return change(0, 3, SEM_UNDO); }
static int take_and_be_killed(void) {
    take();
    return kill(getpid(), SIGKILL);
}
static int give_and_take_back(void) { return change(0, 3, SEM_UNDO) + change(0, -3, SEM_UNDO); }
static int give_two_ways(void) { return change(0, 1, SEM_UNDO) + change(0, 1, 0) + change(1, 1, SEM_UNDO); }
static int give_and_let_a_child_end(void) {
    int before;
    change(0, 1, SEM_UNDO);
    before = value(0);
    if (fork() == 0) _exit(0);
    wait(NULL);
    return value(0) == before;
}
static int start(void) {
    take();
    execl(program, program, "look", NULL);
    return 98;
}
static int too_much(void) {
    change(0, 20000, SEM_UNDO);
    change(0, -20000, 0);
    return FAILS(change(0, 20000, SEM_UNDO), ERANGE) && value(0) == 0;
}
static int failing(void) { return FAILS(change(0, -100, SEM_UNDO | IPC_NOWAIT), EAGAIN); }
static int give_and_wait(void) {
    change(0, 5, SEM_UNDO);
    return change(2, -1, 0);
}
static int take_after(void) { return change(1, -1, 0) == 0; }

int main(int argc, char **argv) {
    pid_t child, other;

    if (argc == 2) return (set = semget(0x4711, 0, 0)) >= 0 && value(0) == 3;
    program = argv[0];
    set = semget(0x4711, 3, IPC_CREAT | 0600);
    set_value(0, 5);
    ROW("SEM65 what a child took with SEM_UNDO is back after its end", child_ends(take) == 0 && value(0) == 5);
    ROW("SEM65 also when it was killed", child_ends(take_and_be_killed) == -SIGKILL && value(0) == 5);
    ROW("SEM66 what it gave is taken back", child_ends(give) == 0 && value(0) == 5);
    ROW("SEM67 given and taken: nothing to undo", child_ends(give_and_take_back) == 0 && value(0) == 5);
    ROW("SEM68 only the operations that asked for it, on each semaphore",
        child_ends(give_two_ways) == 0 && value(0) == 6 && value(1) == 0);
    ROW("SEM69 fork does not inherit what is to be undone", child_ends(give_and_let_a_child_end) == 1);
    set_value(0, 5);
    ROW("SEM70 exec keeps it", child_ends(start) == 1 && value(0) == 5);
    ROW("SEM71 an operation that failed leaves nothing to undo", child_ends(failing) == 1 && value(0) == 5);
    child = child_waiting(give_and_wait, 2, GETNCNT);
    ROW("SEM72 undone below zero it stops at zero", value(0) == 10 && change(0, -8, 0) == 0 && value(0) == 2 &&
                                                        change(2, 1, 0) == 0 && end_of(child) == 0 && value(0) == 0);
    child = child_waiting(give_and_wait, 2, GETNCNT);
    ROW("SEM73 SETVAL forgets what is to be undone",
        set_value(0, 9) == 0 && change(2, 1, 0) == 0 && end_of(child) == 0 && value(0) == 9);
    set_value(0, 0);
    ROW("SEM74 more than 32767 to undo: ERANGE", child_ends(too_much) == 1);
    set_value(1, 0);
    child = child_waiting(take_after, 1, GETNCNT);
    other = fork();
    if (other == 0) _exit(change(2, 1, SEM_UNDO));
    end_of(other);
    ROW("SEM75 the last user of an undone semaphore is the process that ended",
        semctl(set, 2, GETPID) == other && value(2) == 0);
    change(1, 1, 0);
    ROW("SEM75 otime is set then", end_of(child) == 1 && set_status().sem_otime != 0);
    set_value(1, 1);
    child = fork();
    if (child == 0) {
        change(1, -1, SEM_UNDO);
        change(2, -1, 0);
        _exit(0);
    }
    while (semctl(set, 2, GETNCNT) == 0) usleep(1000);
    other = child_waiting(take_after, 1, GETNCNT);
    change(2, 1, 0);
    ROW("SEM76 undoing wakes who waits", end_of(child) == 0 && end_of(other) == 1 && value(1) == 0);
    return finish();
}
