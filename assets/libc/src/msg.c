// System V message queues.
#include <shmscope/libc.h>
#include <sys/msg.h>

int msgget(key_t key, int flags) { return (int)__result(__builtin_syscall(SYS_msgget, key, flags)); }

int msgsnd(int id, const void *message, size_t size, int flags) {
    return (int)__result(__builtin_syscall(SYS_msgsnd, id, message, size, flags));
}

ssize_t msgrcv(int id, void *message, size_t size, long type, int flags) {
    return __result(__builtin_syscall(SYS_msgrcv, id, message, size, type, flags));
}

int msgctl(int id, int command, struct msqid_ds *buffer) {
    return (int)__result(__builtin_syscall(SYS_msgctl, id, command, buffer));
}
