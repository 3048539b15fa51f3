/* Locks on files: fcntl's belong to the process, flock's to the open file. */
#include "child.h"

#include <fcntl.h>
#include <sys/file.h>

#define NAME "/tmp/locked"

static int fd;

static int lock(int how, int type, long start, long length) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = start;
    lock.l_len = length;
    return fcntl(fd, how, &lock);
}

/* Who holds a lock that keeps a write lock of these bytes away; 0 nobody. */
static pid_t holder;
static long held_start, held_length;
static int holder_of(long start, long length) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = start;
    lock.l_len = length;
    fcntl(fd, F_GETLK, &lock);
    held_start = lock.l_start, held_length = lock.l_len;
    return holder = lock.l_type == F_UNLCK ? 0 : lock.l_pid;
}

static int write_first(void) { return lock(F_SETLK, F_WRLCK, 0, 10) == 0; }
static int first_refused(void) { return FAILS(lock(F_SETLK, F_WRLCK, 0, 10), EAGAIN); }
static int read_first(void) { return lock(F_SETLK, F_RDLCK, 5, 1) == 0; }
static int beside(void) { return lock(F_SETLK, F_WRLCK, 10, 10) == 0; }
static int parent_holds(void) { return holder_of(3, 4) == getppid() && held_start == 0 && held_length == 10; }
static int wait_for_first(void) { return lock(F_SETLKW, F_WRLCK, 0, 10) == 0; }
static int middle_is_free(void) {
    return holder_of(4, 2) == 0 && holder_of(0, 4) == getppid() && held_length == 4 && holder_of(6, 1) == getppid() &&
           held_start == 6 && held_length == 4;
}
static int merged(void) { return holder_of(7, 1) == getppid() && held_start == 0 && held_length == 20; }
static int all_of_it(void) { return holder_of(1000000, 1) == getppid() && held_length == 0; }
static int nobody_holds(void) { return holder_of(0, 0) == 0; }

static void records(void) {
    pid_t child;

    ROW("LOCK1 a write lock", write_first());
    ROW("LOCK2 keeps another process away: EAGAIN", child_ends(first_refused) == 1);
    ROW("LOCK2 also from reading it", child_ends(read_first) == 0);
    ROW("LOCK3 but not from the bytes beside it", child_ends(beside) == 1);
    ROW("LOCK4 F_GETLK tells who and where", child_ends(parent_holds) == 1);
    ROW("LOCK5 one's own locks are no obstacle", write_first() && holder_of(0, 10) == 0);
    ROW("LOCK6 a read lock instead: others may read too",
        lock(F_SETLK, F_RDLCK, 0, 10) == 0 && child_ends(read_first) == 1 && child_ends(write_first) == 0);
    write_first();
    child = child_running(wait_for_first);
    usleep(20000);
    ROW("LOCK7 F_SETLKW waits until it is given up", lock(F_SETLK, F_UNLCK, 0, 10) == 0 && end_of(child) == 1);
    ROW("LOCK8 a process's locks end with it", write_first());
    lock(F_SETLK, F_UNLCK, 4, 2);
    ROW("LOCK9 the middle given up: two locks", child_ends(middle_is_free) == 1);
    lock(F_SETLK, F_WRLCK, 4, 2), lock(F_SETLK, F_WRLCK, 10, 10);
    ROW("LOCK10 neighbours are one lock", child_ends(merged) == 1);
    lock(F_SETLK, F_WRLCK, 0, 0);
    ROW("LOCK11 length 0: to the end, however far", child_ends(all_of_it) == 1);
    close(open(NAME, O_RDONLY));
    ROW("LOCK12 closing any descriptor of the file gives up all", child_ends(nobody_holds) == 1);
}

static int hold_second(void) {
    lock(F_SETLK, F_WRLCK, 1, 1);
    return lock(F_SETLKW, F_WRLCK, 0, 1) == 0;
}
static void nothing(int signal) {}
static int be_interrupted(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
    return FAILS(lock(F_SETLKW, F_WRLCK, 0, 1), EINTR);
}

static void errors(void) {
    int reader = open(NAME, O_RDONLY), writer = fd;
    pid_t child;

    fd = reader;
    ROW("LOCK13 a write lock by a reader's descriptor: EBADF", FAILS(lock(F_SETLK, F_WRLCK, 0, 1), EBADF));
    fd = 99;
    ROW("LOCK13 no descriptor: EBADF", FAILS(lock(F_SETLK, F_RDLCK, 0, 1), EBADF));
    fd = writer;
    ROW("LOCK14 no such lock, or bytes before the start: EINVAL",
        FAILS(lock(F_SETLK, 77, 0, 1), EINVAL) && FAILS(lock(F_SETLK, F_WRLCK, -1, 1), EINVAL));
    lock(F_SETLK, F_WRLCK, 0, 1);
    child = child_running(hold_second);
    while (holder_of(1, 1) != child) usleep(1000);
    usleep(50000);
    ROW("LOCK15 each waits for the other: EDEADLK", FAILS(lock(F_SETLKW, F_WRLCK, 1, 1), EDEADLK));
    ROW("LOCK15 the other gets it when this one gives up", lock(F_SETLK, F_UNLCK, 0, 0) == 0 && end_of(child) == 1);
    lock(F_SETLK, F_WRLCK, 0, 1);
    ROW("LOCK16 a handler ends the waiting: EINTR", child_ends(be_interrupted) == 1);
    lock(F_SETLK, F_UNLCK, 0, 0);
    close(reader);
}

static int other_open(int operation) {
    int other = open(NAME, O_RDONLY), result = flock(other, operation | LOCK_NB);
    if (result != 0 && errno != EWOULDBLOCK) result = 2;
    close(other);
    return result;
}
static int unlock_inherited(void) { return flock(fd, LOCK_UN); }
static int wait_for_file(void) {
    int other = open(NAME, O_RDONLY);
    return flock(other, LOCK_EX) == 0;
}

static void whole_files(void) {
    pid_t child;
    int copy;

    ROW("LOCK17 flock keeps another open of the file away: EWOULDBLOCK",
        flock(fd, LOCK_EX) == 0 && other_open(LOCK_EX) == -1 && other_open(LOCK_SH) == -1);
    ROW("LOCK18 again by the same: fine, and it may become shared",
        flock(fd, LOCK_EX) == 0 && flock(fd, LOCK_SH) == 0 && other_open(LOCK_SH) == 0 && other_open(LOCK_EX) == -1);
    flock(fd, LOCK_EX);
    copy = dup(fd);
    ROW("LOCK19 dup is the same open file",
        flock(copy, LOCK_EX | LOCK_NB) == 0 && close(copy) == 0 && other_open(LOCK_SH) == -1);
    ROW("LOCK20 a child's inherited descriptor too: it may unlock",
        child_ends(unlock_inherited) == 0 && other_open(LOCK_EX) == 0);
    flock(fd, LOCK_EX);
    child = child_running(wait_for_file);
    usleep(20000);
    ROW("LOCK21 flock waits until it is given up", flock(fd, LOCK_UN) == 0 && end_of(child) == 1);
    flock(fd, LOCK_EX);
    ROW("LOCK22 flock and fcntl know nothing of each other", child_ends(write_first) == 1);
    ROW("LOCK23 no operation: EINVAL, no descriptor: EBADF",
        FAILS(flock(fd, 0), EINVAL) && FAILS(flock(99, LOCK_SH), EBADF));
    close(fd);
    fd = open(NAME, O_RDWR);
    ROW("LOCK24 the last close gives it up", other_open(LOCK_EX) == 0);
}

int main(void) {
    fd = open(NAME, O_CREAT | O_RDWR, 0600);
    records();
    errors();
    whole_files();
    unlink(NAME);
    return finish();
}
