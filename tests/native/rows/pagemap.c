/* Which pages have an entry in the page table, and how many faults that took. */
#include "areas.h"
#include "object.h"

#include <sys/resource.h>

static int id;

static long faults(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt;
}

static long faults_of_loads(volatile char *base, int pages) {
    long before;
    int i;
    loaded = 0; /* after a fork the store below would fault as well */
    before = faults();
    for (i = 0; i < pages; i++) loaded = base[i * PAGE];
    return faults() - before;
}

static long faults_of_stores(volatile char *base, int pages) {
    long before = faults();
    int i;
    for (i = 0; i < pages; i++) base[i * PAGE] = 's';
    return faults() - before;
}

/* Runs everything once: code, stack and tables of the measuring are in place afterwards. */
static void warm_up(void) {
    static char here[2 * PAGE];
    faults_of_stores(here, 1);
    faults_of_loads(here, 1);
    faults_of_stores(here, 2);
    present_pages(here, 2);
    smaps_field(here, "Rss");
}

static void one_attach(void) {
    long before = faults();
    char *p = shmat(id, NULL, 0), *q;

    ROW("C3.1 shmat: no entry, no fault", faults() - before == 0 && present_pages(p, 32) == 0);
    ROW("C3.2 a load of a page never touched: one entry, one fault",
        faults_of_loads(p + 3 * PAGE, 1) == 1 && present_pages(p, 32) == 1);
    ROW("C3.3 a store in it: no further fault", faults_of_stores(p + 3 * PAGE, 1) == 0 && present_pages(p, 32) == 1);
    ROW("C3.2 a store in another page: one more", faults_of_stores(p + 5 * PAGE, 1) == 1 && present_pages(p, 32) == 2);
    q = shmat(id, NULL, 0);
    ROW("C3.4 a second attach has none", present_pages(q, 32) == 0);
    ROW("C3.4 and faults for itself",
        faults_of_loads(q + 3 * PAGE, 1) == 1 && faults_of_stores(q + 5 * PAGE, 1) == 1 && present_pages(q, 32) == 2);
    ROW("C3.8 no page comes along with its neighbour",
        faults_of_stores(p, 32) == 30 && present_pages(q, 32) == 2 && faults_of_loads(q, 32) == 30);
    ROW("C3.6 after shmdt no entry is left", shmdt(q) == 0 && present_pages(q, 32) == 0);
    q = shmat(id, NULL, 0);
    ROW("C3.6 the pages keep their data", present(q + 5 * PAGE) == 0 && q[5 * PAGE] == 's');
    shmdt(q);
    ROW("C3.7 MADV_DONTNEED takes the entries, not the data",
        madvise(p, 32 * PAGE, MADV_DONTNEED) == 0 && present_pages(p, 32) == 0 && p[7 * PAGE] == 's');
    shmctl(id, SHM_LOCK, NULL);
    ROW("C3.13 SHM_LOCK maps nothing", present_pages(p, 32) == 1);
    shmctl(id, SHM_UNLOCK, NULL);
    shmctl(id, IPC_RMID, NULL);
    ROW("C3.14 removing changes no entry", present_pages(p, 32) == 1 && p[7 * PAGE] == 's');
    shmdt(p);
}

static char *inherited;
static int pages_of_child(void) { return present_pages(inherited, 32); }
static int faults_of_child(void) {
    return faults_of_loads(inherited, 4) * 10 + faults_of_stores(inherited + 4 * PAGE, 4);
}

static void over_fork(void) {
    int shared = new_segment(32 * PAGE);
    inherited = shmat(shared, NULL, 0);
    faults_of_stores(inherited, 32);
    ROW("C3.5 a child has no entry of the 32", child_ends(pages_of_child) == 0);
    ROW("C3.5 and faults for each", child_ends(faults_of_child) == 44);
    inherited = mmap(NULL, 32 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    faults_of_stores(inherited, 32);
    ROW("C3.10 private entries are copied", child_ends(pages_of_child) == 32);
    ROW("C3.10 write-protected: loads cost nothing, stores a fault each", child_ends(faults_of_child) == 4);
    ROW("C3.10 for the parent too, though the child is gone",
        faults_of_stores(inherited, 32) == 32 && faults_of_stores(inherited, 32) == 0);
}

static void other_memory(void) {
    char *room = mmap(NULL, 512 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), *p;
    int fd = new_object("/around", 64 * PAGE);

    room = (char *)(((unsigned long)room + 16 * PAGE - 1) & ~(16 * PAGE - 1));
    p = mmap(room, 4 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    ROW("C3.10 a load of private memory: a fault, the page of zeros",
        faults_of_loads(p, 2) == 2 && present_pages(p, 4) == 2);
    ROW("C3.10 the store afterwards faults again", faults_of_stores(p, 2) == 2);
    p = mmap(room, 64 * PAGE, RW, MAP_SHARED | MAP_FIXED, fd, 0);
    ROW("C3.9 stores in an object: a fault each", faults_of_stores(p, 64) == 64);
    p = mmap(room, 64 * PAGE, RW, MAP_SHARED | MAP_FIXED, fd, 0);
    ROW("C3.9 a load maps the 16 pages around it that exist", faults_of_loads(p + 5 * PAGE, 1) == 1 &&
                                                                  present_pages(p, 64) == 16 && present(p) == 1 &&
                                                                  present(p + 16 * PAGE) == 0);
    ROW("C3.9 64 loads in order: 4 faults", faults_of_loads(p, 64) == 3);
    p = mmap(room, 64 * PAGE, RW, MAP_SHARED | MAP_FIXED, fd, 0);
    ROW("C3.9 a store maps one", faults_of_stores(p + 5 * PAGE, 1) == 1 && present_pages(p, 64) == 1);
    shm_unlink("/around");
}

static void memory_map(void) {
    int one = new_segment(4 * PAGE);
    unsigned long size = strtoul(strstr(text_of("/proc/self/status"), "VmSize:") + 7, NULL, 10);
    char *p = shmat(one, NULL, 0), *q;

    ROW("C3.12 VmSize grows with shmat",
        strtoul(strstr(text_of("/proc/self/status"), "VmSize:") + 7, NULL, 10) == size + 16);
    ROW("C3.11 smaps: nothing resident",
        smaps_field(p, "Size") == 16 && smaps_field(p, "Rss") == 0 && smaps_field(p, "Pss") == 0);
    loaded = p[PAGE];
    ROW("C3.11 a page read: Private_Clean",
        smaps_field(p, "Rss") == 4 && smaps_field(p, "Private_Clean") == 4 && smaps_field(p, "Private_Dirty") == 0);
    p[PAGE] = 1;
    ROW("C3.11 then written: Private_Dirty",
        smaps_field(p, "Private_Clean") == 0 && smaps_field(p, "Private_Dirty") == 4 && smaps_field(p, "Pss") == 4);
    q = shmat(one, NULL, 0);
    q[PAGE] = 2;
    ROW("C3.11 mapped twice: Shared_Dirty, Pss halves",
        smaps_field(p, "Shared_Dirty") == 4 && smaps_field(p, "Private_Dirty") == 0 && smaps_field(p, "Pss") == 2);
    q[2 * PAGE] = 3;
    ROW("C3.12 Rss counts the entries of this mapping", smaps_field(p, "Rss") == 4 && smaps_field(q, "Rss") == 8);
}

int main(void) {
    warm_up();
    id = new_segment(32 * PAGE);
    one_attach();
    over_fork();
    other_memory();
    memory_map();
    return finish();
}
