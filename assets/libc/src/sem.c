// System V semaphores.
#include <shmscope/libc.h>
#include <sys/sem.h>

int semget(key_t key, int count, int flags) { return (int)__result(__builtin_syscall(SYS_semget, key, count, flags)); }

int semtimedop(int id, struct sembuf *operations, size_t count, const struct timespec *timeout) {
    return (int)__result(__builtin_syscall(SYS_semtimedop, id, operations, count, timeout));
}

// As glibc makes it.
int semop(int id, struct sembuf *operations, size_t count) { return semtimedop(id, operations, count, NULL); }

// Every member of union semun lies in one word.
int semctl(int id, int number, int command, ...) {
    va_list arguments;
    long argument;
    va_start(arguments, command);
    argument = va_arg(arguments, long);
    va_end(arguments);
    return (int)__result(__builtin_syscall(SYS_semctl, id, number, command, argument));
}
