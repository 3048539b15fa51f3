/* POSIX semaphores: in shared memory, and with a name. */
#include "object.h"

#include <limits.h>
#include <semaphore.h>
#include <time.h>

static sem_t *shared;

static int value_of(sem_t *semaphore) {
    int value = -1;
    sem_getvalue(semaphore, &value);
    return value;
}

static int wait_and_tell(void) { return sem_wait(shared) == 0; }
static int post_it(void) { return sem_post(shared); }
static void nothing(int signal) {}
static int wait_and_be_interrupted(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
    return FAILS(sem_wait(shared), EINTR);
}
static int open_and_post(void) {
    sem_t *semaphore = sem_open("/named", 0);
    return semaphore != SEM_FAILED && sem_post(semaphore) == 0;
}

static void nameless(void) {
    struct timespec past = {1, 0}, wrong = {1, 1000000000};
    pid_t child;

    shared = mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ROW("PSEM1 sem_init gives it its value", sem_init(shared, 1, 2) == 0 && value_of(shared) == 2);
    ROW("PSEM2 sem_wait takes one", sem_wait(shared) == 0 && sem_wait(shared) == 0 && value_of(shared) == 0);
    ROW("PSEM3 sem_trywait of none: EAGAIN", FAILS(sem_trywait(shared), EAGAIN) && value_of(shared) == 0);
    ROW("PSEM4 sem_post adds one, sem_trywait takes it",
        sem_post(shared) == 0 && value_of(shared) == 1 && sem_trywait(shared) == 0);
    ROW("PSEM5 a child's sem_post is seen here",
        child_ends(post_it) == 0 && value_of(shared) == 1 && sem_wait(shared) == 0);
    child = child_running(wait_and_tell);
    usleep(20000);
    ROW("PSEM6 who waits is woken by sem_post", sem_post(shared) == 0 && end_of(child) == 1 && value_of(shared) == 0);
    ROW("PSEM7 a handler ends the waiting: EINTR", child_ends(wait_and_be_interrupted) == 1);
    ROW("PSEM8 sem_timedwait, the time is over: ETIMEDOUT", FAILS(sem_timedwait(shared, &past), ETIMEDOUT));
    ROW("PSEM9 a time that is none: EINVAL, even when it need not wait",
        FAILS(sem_timedwait(shared, &wrong), EINVAL) && sem_post(shared) == 0 &&
            FAILS(sem_timedwait(shared, &wrong), EINVAL) && value_of(shared) == 1);
    ROW("PSEM10 a value above INT_MAX: EINVAL", FAILS(sem_init(shared, 1, (unsigned)INT_MAX + 1), EINVAL));
    ROW("PSEM11 sem_post above INT_MAX: EOVERFLOW",
        sem_init(shared, 1, INT_MAX) == 0 && FAILS(sem_post(shared), EOVERFLOW) && value_of(shared) == INT_MAX);
    ROW("PSEM12 sem_destroy", sem_destroy(shared) == 0 && sizeof(sem_t) == 32);
}

static void private_one(void) {
    sem_t *own = mmap(NULL, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sem_init(own, 1, 0);
    shared = own;
    ROW("PSEM13 in private memory a child has another one", child_ends(post_it) == 0 && value_of(own) == 0);
}

static void named(void) {
    sem_t *semaphore, *again;
    struct stat state;
    int fd;

    ROW("PSEM14 sem_open of no such name: ENOENT", sem_open("/named", 0) == SEM_FAILED && errno == ENOENT);
    umask(022);
    semaphore = sem_open("/named", O_CREAT | O_EXCL, 0666, 3);
    ROW("PSEM15 O_CREAT makes it with its value", semaphore != SEM_FAILED && value_of(semaphore) == 3);
    ROW("PSEM16 O_CREAT|O_EXCL again: EEXIST",
        sem_open("/named", O_CREAT | O_EXCL, 0666, 3) == SEM_FAILED && errno == EEXIST);
    again = sem_open("/named", O_CREAT, 0600, 99);
    ROW("PSEM17 B14.7 O_CREAT of an existing one keeps its value", value_of(again) == 3);
    ROW("PSEM18 B14.7 in one process it is the same pointer", again == semaphore && sem_open("/named", 0) == semaphore);
    fd = shm_open("/sem.named", O_RDWR, 0);
    ROW("PSEM19 B14.6 it is a file of 32 bytes in /dev/shm",
        fstat(fd, &state) == 0 && state.st_size == 32 && stat("/dev/shm/sem.named", &state) == 0);
    ROW("PSEM20 the umask applies", (state.st_mode & 07777) == 0644);
    ROW("PSEM21 another process has it by its name", child_ends(open_and_post) == 1 && value_of(semaphore) == 4);
    ROW("PSEM22 sem_unlink takes the name only", sem_unlink("/named") == 0 && FAILS(sem_unlink("/named"), ENOENT) &&
                                                     sem_wait(semaphore) == 0 && value_of(semaphore) == 3);
    ROW("PSEM22 a new one of that name is another", (again = sem_open("/named", O_CREAT, 0600, 7)) != semaphore &&
                                                        value_of(again) == 7 && value_of(semaphore) == 3);
    ROW("PSEM23 sem_close", sem_close(again) == 0 && sem_unlink("/named") == 0);
}

static void names(void) {
    char name[300];

    memset(name, 'n', sizeof name);
    name[0] = '/', name[252] = 0;
    ROW("PSEM24 251 letters are legal", sem_open(name, O_CREAT, 0600, 0) != SEM_FAILED && sem_unlink(name) == 0);
    name[252] = 'n', name[253] = 0;
    ROW("PSEM24 252: refused",
        sem_open(name, O_CREAT, 0600, 0) == SEM_FAILED && (errno == ENAMETOOLONG || errno == EINVAL));
    ROW("PSEM25 B14.7 a slash inside: EINVAL", sem_open("/a/b", O_CREAT, 0600, 0) == SEM_FAILED && errno == EINVAL);
    ROW("PSEM25 no name: EINVAL", sem_open("/", O_CREAT, 0600, 0) == SEM_FAILED && errno == EINVAL);
    ROW("PSEM26 B14.7 a value above INT_MAX: EINVAL",
        sem_open("/large", O_CREAT, 0600, (unsigned)INT_MAX + 1) == SEM_FAILED && errno == EINVAL);
}

int main(void) {
    nameless();
    private_one();
    named();
    names();
    return finish();
}
