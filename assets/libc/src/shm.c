// System V shared memory.
#include <errno.h>
#include <shmscope/libc.h>
#include <sys/shm.h>
#include <sys/stat.h>

int shmget(key_t key, size_t size, int flags) {
    return (int)__result(__builtin_syscall(SYS_shmget, key, size, flags));
}

void *shmat(int id, const void *address, int flags) {
    return (void *)__result(__builtin_syscall(SYS_shmat, id, address, flags));
}

int shmdt(const void *address) { return (int)__result(__builtin_syscall(SYS_shmdt, address)); }

int shmctl(int id, int command, struct shmid_ds *buffer) {
    return (int)__result(__builtin_syscall(SYS_shmctl, id, command, buffer));
}

key_t ftok(const char *path, int project) {
    struct stat state;
    if (stat(path, &state) < 0) return -1;
    return (key_t)((state.st_ino & 0xffff) | (state.st_dev & 0xff) << 16 | ((unsigned)project & 0xff) << 24);
}
