/* Texts of /proc/self: shapes and numbers that do not depend on chance. */
#include "areas.h"

#include <sys/mman.h>
#include <sys/stat.h>

/* The number behind "Name:" in /proc/self/status. */
static long status_of(const char *name) {
    char *at = strstr(text_of("/proc/self/status"), name);
    return at ? strtol(at + strlen(name) + 1, NULL, 10) : -1;
}

static void segments(void) {
    long shmem = status_of("RssShmem"), size = status_of("VmSize");
    int id = new_segment(8 * 4096);
    char *p = shmat(id, NULL, 0), sum;
    ROW("PROC1 shmat: VmSize grows at once", status_of("VmSize") == size + 32 && status_of("RssShmem") == shmem);
    sum = p[0];
    p[4096] = sum;
    ROW("PROC1 a page touched: RssShmem", status_of("RssShmem") == shmem + 8);
    ROW("PROC2 smaps: Size, Rss, Pss", smaps_field(p, "Size:") == 32 && smaps_field(p, "Rss:") == 8 && smaps_field(p, "Pss:") == 8);
    ROW("PROC2 read: clean, written: dirty", smaps_field(p, "Private_Clean:") == 4 && smaps_field(p, "Private_Dirty:") == 4);
    ROW("PROC2 no memory without a name in it", smaps_field(p, "Anonymous:") == 0 && smaps_field(p, "Swap:") == 0 && smaps_field(p, "Locked:") == 0);
    {
        char *q = shmat(id, NULL, SHM_RDONLY);
        sum += q[4096];
        ROW("PROC3 two map a page: shared, and each has half of it", smaps_field(p, "Shared_Dirty:") == 4 && smaps_field(p, "Pss:") == 6 && smaps_field(q, "Rss:") == 4 && smaps_field(q, "Pss:") == 2);
        shmdt(q);
    }
    shmdt(p);
    ROW("PROC1 shmdt: as before", status_of("VmSize") == size && status_of("RssShmem") == shmem);
    shmctl(id, IPC_RMID, NULL);
}

static void private_memory(void) {
    /* Between pages of no permission, so that it joins no neighbour. */
    char *p = (char *)mmap(NULL, 6 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) + 4096;
    mprotect(p, 4 * 4096, PROT_READ | PROT_WRITE);
    mprotect(p + 4096, 4096, PROT_READ);
    p[0] = 1;
    ROW("PROC4 private: anonymous and dirty", smaps_field(p, "Size:") == 4 && smaps_field(p, "Anonymous:") == 4 && smaps_field(p, "Private_Dirty:") == 4);
    ROW("PROC4 a page only read is none of its own", p[2 * 4096] == 0 && smaps_field(p + 2 * 4096, "Rss:") == 0);
}

static void identity(void) {
    char line[64];
    sprintf(line, "\nPid:\t%d\nPPid:\t%d\n", getpid(), getppid());
    ROW("PROC5 status: Pid, PPid", strstr(text_of("/proc/self/status"), line) != NULL);
    ROW("PROC5 Uid, Gid four times, Umask, Threads", strstr(text_of("/proc/self/status"), "\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\n") && (umask(027), strstr(text_of("/proc/self/status"), "\nUmask:\t0027\n") != NULL) && strstr(text_of("/proc/self/status"), "\nThreads:\t1\n"));
    sprintf(line, "%d (", getpid());
    ROW("PROC6 stat begins with the pid", strncmp(text_of("/proc/self/stat"), line, strlen(line)) == 0 && strstr(text_of("/proc/self/stat"), ") R ") != NULL);
    ROW("PROC6 limits", strstr(text_of("/proc/self/limits"), "Limit                     Soft Limit           Hard Limit           Units     \n") == proc_text && strstr(proc_text, "\nMax address space         unlimited            unlimited            bytes     \n"));
    ROW("PROC7 no such process: ENOENT", FAILS(open("/proc/4194303/maps", O_RDONLY), ENOENT) && FAILS(open("/proc/self/none", O_RDONLY), ENOENT));
}

int main(void) {
    static char buffer[BUFSIZ];
    setvbuf(stdout, buffer, _IOLBF, sizeof buffer); /* the heap does not grow meanwhile */
    segments();
    private_memory();
    identity();
    return finish();
}
