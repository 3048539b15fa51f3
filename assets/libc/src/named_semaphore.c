// POSIX semaphores with a name: files /dev/shm/sem.NAME, mapped. A process maps each of them once.
#include <errno.h>
#include <semaphore.h>
#include <shmscope/libc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER "/dev/shm/"
#define PREFIX "sem."
#define NAME_MAX 255

#define PROT_READ 1
#define PROT_WRITE 2
#define MAP_SHARED 1
#define O_NOFOLLOW 0400000
#define O_CLOEXEC 02000000

// A semaphore this process has open.
struct opened {
    struct opened *next;
    sem_t *semaphore;
    int count;
    dev_t device;
    ino_t inode;
};

static struct opened *all_opened;
static unsigned int temporaries;

static int fail(int error) {
    errno = error;
    return -1;
}

// The file of a name; 0 when it can be none.
static int path_of(const char *name, char *path) {
    size_t length;
    while (*name == '/') name++;
    length = strlen(name);
    if (length == 0 || length > NAME_MAX || strchr(name, '/')) return 0;
    strcpy(path, FOLDER PREFIX);
    strcat(path, name);
    return 1;
}

// The mapping of an open file: the one there is, or a new one.
static sem_t *map_file(int file) {
    struct stat state;
    struct opened *one;
    long address;
    if (__result(__builtin_syscall(SYS_fstat, file, &state)) < 0) return SEM_FAILED;
    if (state.st_size < (off_t)sizeof(sem_t)) return fail(EINVAL), SEM_FAILED;
    for (one = all_opened; one; one = one->next) {
        if (one->device != state.st_dev || one->inode != state.st_ino) continue;
        one->count++;
        return one->semaphore;
    }
    one = malloc(sizeof *one);
    if (!one) return SEM_FAILED;
    address = __result(__builtin_syscall(SYS_mmap, 0, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
    if (address == -1) {
        free(one);
        return SEM_FAILED;
    }
    one->next = all_opened;
    one->semaphore = (sem_t *)address;
    one->count = 1;
    one->device = state.st_dev;
    one->inode = state.st_ino;
    all_opened = one;
    return one->semaphore;
}

static sem_t *map_and_close(int file) {
    sem_t *semaphore = map_file(file);
    int error = errno;
    __builtin_syscall(SYS_close, file);
    errno = error;
    return semaphore;
}

static int open_file(const char *path, int flags, mode_t mode) {
    return (int)__result(__builtin_syscall(SYS_open, path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | flags, mode));
}

// A file nobody knows, of a name nobody uses: it is whole before it gets the name.
static int make_file(char *path, mode_t mode, unsigned int value) {
    sem_t fresh;
    int file;
    do {
        sprintf(path, FOLDER PREFIX "%d.%u", (int)__builtin_syscall(SYS_getpid), ++temporaries);
        file = open_file(path, O_CREAT | O_EXCL, mode);
    } while (file < 0 && errno == EEXIST);
    if (file < 0) return -1;
    memset(&fresh, 0, sizeof fresh);
    fresh.__value = value;
    if (__result(__builtin_syscall(SYS_write, file, &fresh, sizeof fresh)) == sizeof fresh) return file;
    __builtin_syscall(SYS_unlink, path);
    __builtin_syscall(SYS_close, file);
    return -1;
}

static sem_t *create(const char *path, mode_t mode, unsigned int value) {
    char temporary[sizeof FOLDER PREFIX + 40];
    sem_t *semaphore = SEM_FAILED;
    int file, error;
    if (value > SEM_VALUE_MAX) return fail(EINVAL), SEM_FAILED;
    file = make_file(temporary, mode, value);
    if (file < 0) return SEM_FAILED;
    if (__result(__builtin_syscall(SYS_link, temporary, path)) == 0) semaphore = map_file(file);
    error = errno;
    __builtin_syscall(SYS_unlink, temporary);
    __builtin_syscall(SYS_close, file);
    errno = error;
    return semaphore;
}

sem_t *sem_open(const char *name, int flags, ...) {
    char path[sizeof FOLDER PREFIX + NAME_MAX];
    va_list arguments;
    mode_t mode = 0;
    unsigned int value = 0;
    sem_t *semaphore;
    int file;
    if (!path_of(name, path)) return fail(EINVAL), SEM_FAILED;
    if (flags & O_CREAT) {
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        value = va_arg(arguments, unsigned int);
        va_end(arguments);
    }
    for (;;) {
        if ((flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL)) {
            file = open_file(path, 0, 0);
            if (file >= 0) return map_and_close(file);
            if (errno != ENOENT || !(flags & O_CREAT)) return SEM_FAILED;
        }
        semaphore = create(path, mode, value);
        // Somebody else may have made it in between.
        if (semaphore != SEM_FAILED || errno != EEXIST || (flags & O_EXCL)) return semaphore;
    }
}

int sem_close(sem_t *semaphore) {
    struct opened **link = &all_opened, *one;
    while (*link && (*link)->semaphore != semaphore) link = &(*link)->next;
    one = *link;
    if (!one) return fail(EINVAL);
    if (--one->count > 0) return 0;
    *link = one->next;
    free(one);
    return (int)__result(__builtin_syscall(SYS_munmap, semaphore, sizeof(sem_t)));
}

int sem_unlink(const char *name) {
    char path[sizeof FOLDER PREFIX + NAME_MAX];
    if (!path_of(name, path)) return fail(ENOENT);
    if (__result(__builtin_syscall(SYS_unlink, path)) == 0) return 0;
    if (errno == EPERM) errno = EACCES;
    return -1;
}
