// System V shared memory.
#include <errno.h>
#include <shmscope/libc.h>
#include <sys/shm.h>

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

// What stat writes on x86-64, of which ftok wants two fields.
struct file_state {
    unsigned long device;
    unsigned long inode;
    char rest[128];
};

key_t ftok(const char *path, int project) {
    struct file_state state;
    if (__result(__builtin_syscall(SYS_stat, path, &state)) < 0) return -1;
    return (key_t)((state.inode & 0xffff) | (state.device & 0xff) << 16 | ((unsigned)project & 0xff) << 24);
}
