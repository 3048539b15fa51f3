#include <stddef.h>
#include <sys/shm.h>

int main(void)
{
    int id = shmget(0x1234, 3 * 4096, IPC_CREAT | 0660);
    int *p = shmat(id, NULL, 0);
    p[0] = 42;
    shmdt(p);
    p[0] = 7;
    return 0;
}
