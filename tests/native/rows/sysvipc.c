/* /proc/sysvipc/shm, letter by letter. */
#include "child.h"
#include "proc.h"

#define SHM "/proc/sysvipc/shm"

/* The line the table has for a segment, from IPC_STAT and what is resident. */
static char *line_of(int id, unsigned long resident) {
    static char line[256];
    struct shmid_ds ds = stat_of(id);
    sprintf(line, "%10d %10d  %4o %21lu %5u %5u  %5lu %5u %5u %5u %5u %10lu %10lu %10lu %21lu %21lu\n",
            ds.shm_perm.__key, id, ds.shm_perm.mode, ds.shm_segsz, ds.shm_cpid, ds.shm_lpid, ds.shm_nattch,
            ds.shm_perm.uid, ds.shm_perm.gid, ds.shm_perm.cuid, ds.shm_perm.cgid, ds.shm_atime, ds.shm_dtime,
            ds.shm_ctime, resident, 0ul);
    return line;
}

static char *row(int number) {
    char *at = text_of(SHM);
    while (number-- > 0) at = strchr(at, '\n') + 1;
    return at;
}

static int begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

int main(void) {
    int first = shmget(0x12345678, 5000, IPC_CREAT | 0640), second = shmget(-2, 1, IPC_CREAT | 0),
        third = shmget(IPC_PRIVATE, 40000, 0777);
    char *p, *q;

    ROW("B12.1 the header",
        begins(row(0),
               "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      "
               "atime      dtime      ctime                   rss                  swap\n"));
    ROW("B12.2 a segment nobody used", begins(row(1), line_of(first, 0)));
    ROW("B12.3 the key is a signed decimal", begins(row(1), " 305419896 ") && begins(row(2), "        -2 "));
    ROW("B12.5 a line each, in the order of the indices",
        begins(row(2), "        -2          1     0 ") && begins(row(3), line_of(third, 0)) && *row(4) == 0);
    p = shmat(first, NULL, 0);
    p[0] = 'x';
    ROW("B12.9 resident bytes in whole pages", begins(row(1), line_of(first, 4096)));
    p[4096] = 'y';
    ROW("B12.9 one more", begins(row(1), line_of(first, 8192)));
    q = shmat(third, NULL, 0);
    q[30000] = 'z';
    shmctl(third, SHM_LOCK, NULL);
    ROW("B12.4 SHM_LOCKED stands in the mode", begins(row(3), line_of(third, 4096)) && strstr(row(3), " 2777 "));
    shmctl(third, IPC_RMID, NULL);
    ROW("B10.5 B12.4 a removed one has key 0 and SHM_DEST",
        begins(row(3), line_of(third, 4096)) && begins(row(3), "         0 ") && strstr(row(3), " 3777 "));
    shmctl(first, IPC_RMID, NULL);
    ROW("B10.5 1640", begins(row(1), "         0          0  1640 "));
    shmdt(p);
    ROW("B10.5 with the last detach the line goes", begins(row(1), "        -2 ") && *row(3) == 0);
    ROW("B12.2 mode 0 is one digit", begins(row(1), "        -2          1     0                     1 "));
    ROW("B15.9 IPC_RMID ignores its buffer",
        shmctl(second, IPC_RMID, (void *)-1) == 0 && shmctl(third, IPC_RMID, (void *)8) == 0);
    return finish();
}
