/* SHM_HUGETLB on a machine that keeps no huge pages: every way it is refused. */
#include "row.h"

#include "proc.h"

#define HUGE (2ul << 20)

int main(void) {
    int id = shmget(0x4711, 5000, IPC_CREAT | 0600);

    ROW("H1 an absent key without IPC_CREAT: ENOENT", FAILS(shmget(0x4712, HUGE, SHM_HUGETLB | 0600), ENOENT));
    ROW("H2 an existing key with CREAT|EXCL: EEXIST",
        FAILS(shmget(0x4711, HUGE, SHM_HUGETLB | IPC_CREAT | IPC_EXCL | 0600), EEXIST));
    ROW("H3 size 0: EINVAL", FAILS(shmget(0x4712, 0, SHM_HUGETLB | IPC_CREAT | 0600), EINVAL));
    ROW("H5 larger than the segment of that key: EINVAL", FAILS(shmget(0x4711, HUGE, SHM_HUGETLB | 0600), EINVAL));
    ROW("H9 an existing segment is found whatever its pages", shmget(0x4711, 0, SHM_HUGETLB | 0600) == id);
    ROW("L23 H7 no huge pages: ENOMEM", FAILS(shmget(0x4712, HUGE, SHM_HUGETLB | IPC_CREAT | 0600), ENOMEM));
    ROW("H7 also for IPC_PRIVATE of one byte", FAILS(shmget(IPC_PRIVATE, 1, SHM_HUGETLB | 0600), ENOMEM));
    ROW("H10 a page size the machine has not: EINVAL",
        FAILS(shmget(0x4712, HUGE, SHM_HUGETLB | 5 << 26 | IPC_CREAT | 0600), EINVAL));
    ROW("H7 the refused ones left nothing", lines_of("/proc/sysvipc/shm") == 2 && FAILS(shmget(0x4712, 0, 0), ENOENT));
    write_number("/proc/sys/kernel/shmmax", HUGE - 1);
    ROW("H4 larger than shmmax: EINVAL", FAILS(shmget(0x4712, HUGE, SHM_HUGETLB | IPC_CREAT | 0600), EINVAL));
    write_number("/proc/sys/kernel/shmmax", HUGE);
    write_number("/proc/sys/kernel/shmmni", 1);
    ROW("H11 no huge pages wins over shmmni: ENOMEM",
        FAILS(shmget(0x4712, HUGE, SHM_HUGETLB | IPC_CREAT | 0600), ENOMEM));
    return finish();
}
