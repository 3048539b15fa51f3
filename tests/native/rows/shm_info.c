/* What SHM_STAT, SHM_INFO and IPC_INFO tell, against IPC_STAT and /proc. */
#include "proc.h"

#include <time.h>

#define K "/proc/sys/kernel/"

/* The sum of column `column` (counted from 0) of /proc/sysvipc/shm; sizes rounded up to pages when asked. */
static unsigned long sum_of_column(int column, int pages) {
    char *line = strchr(text_of("/proc/sysvipc/shm"), '\n') + 1;
    unsigned long sum = 0, value;
    int i;
    for (; *line; line = strchr(line, '\n') + 1) {
        char *at = line;
        for (i = 0; i <= column; i++) value = strtoul(at, &at, 10);
        sum += pages ? (value + 4095) / 4096 : value;
    }
    return sum;
}

static int in_use(void) {
    struct shm_info info;
    shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
    return info.used_ids;
}

static void a_fresh_segment(void) {
    time_t before = time(NULL), after;
    int id = shmget(IPC_PRIVATE, 5000, 0600);
    struct shmid_ds ds = stat_of(id), by_index;

    after = time(NULL);
    ROW("L31 IPC_STAT: the size asked for", ds.shm_segsz == 5000);
    ROW("L32 IPC_STAT: cpid is the maker", ds.shm_cpid == getpid());
    ROW("L33 IPC_STAT: ctime is when it was made", before <= ds.shm_ctime && ds.shm_ctime <= after);
    ROW("G8 B8.6 SHM_STAT takes an index, the first is 0, and returns the id", shmctl(0, SHM_STAT, &by_index) == id);
    ROW("L34 SHM_STAT: the same size", by_index.shm_segsz == ds.shm_segsz);
    ROW("L35 SHM_STAT: the same maker", by_index.shm_cpid == ds.shm_cpid);
    ROW("L36 SHM_STAT: the same time", by_index.shm_ctime == ds.shm_ctime);
    ROW("B3.7 an empty slot: EINVAL", FAILS(shmctl(id + 1, SHM_STAT, &by_index), EINVAL));
    ROW("B3.8 SHM_STAT looks at the id modulo 32768 only", shmctl(id + 3 * 32768, SHM_STAT, &by_index) == id);
    ROW("B3.8 SHM_STAT_ANY too", shmctl(id + 32768, SHM_STAT_ANY, &by_index) == id);
    ROW("B8.7 SHM_STAT to a bad address: EFAULT", FAILS(shmctl(0, SHM_STAT, (void *)-4096), EFAULT));
    ROW("B8.8 SHM_STAT_ANY to a bad address: EFAULT", FAILS(shmctl(0, SHM_STAT_ANY, (void *)-4096), EFAULT));
    shmctl(id, IPC_RMID, NULL);
}

static void limits(void) {
    struct shminfo info;
    int highest;

    memset(&info, 0xee, sizeof info);
    highest = shmctl(0, IPC_INFO, (struct shmid_ds *)&info);
    ROW("B8.12 IPC_INFO without any segment returns 0", highest == 0);
    ROW("L55 shmmin is 1", info.shmmin == 1);
    ROW("L56 shmmax is that of /proc", info.shmmax == number_in(K "shmmax"));
    ROW("L57 shmmni is that of /proc", info.shmmni == number_in(K "shmmni"));
    ROW("L58 shmall is that of /proc", info.shmall == number_in(K "shmall"));
    ROW("G9 all of them are positive, shmmax the largest size",
        info.shmmax > info.shmmin && info.shmmni > 0 && info.shmseg > 0 && info.shmall > 0);
    ROW("B2.5 shmseg is shmmni again", info.shmseg == info.shmmni);
    ROW("B2.1 shmmax is ULONG_MAX - 2^24", info.shmmax == 18446744073692774399ul);
    ROW("B2.2 shmall is the same number, in pages", info.shmall == 18446744073692774399ul);
    ROW("B2.3 shmmni is 4096", info.shmmni == 4096);
    ROW("B8.13 IPC_INFO to a bad address: EFAULT", FAILS(shmctl(0, IPC_INFO, (void *)-4096), EFAULT));
    ROW("B8.1 a negative id: EINVAL even there", FAILS(shmctl(-1, IPC_INFO, (struct shmid_ds *)&info), EINVAL));
}

static void totals(void) {
    struct shm_info info, before;
    struct shminfo limit;
    struct shmid_ds ds;
    int ids[3], i, highest, by_index = 0, by_any = 0;
    char *p;

    shmctl(0, SHM_INFO, (struct shmid_ds *)&before);
    ROW("B8.14 SHM_INFO of an empty namespace", before.used_ids == 0 && before.shm_tot == 0 && before.shm_rss == 0);
    for (i = 0; i < 3; i++) ids[i] = new_segment(4096 * i + 100);
    highest = shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
    ROW("L59 SHM_INFO returns an index SHM_STAT_ANY accepts", shmctl(highest, SHM_STAT_ANY, &ds) == ids[2]);
    for (i = 0; i <= highest; i++) {
        by_index += shmctl(i, SHM_STAT, &ds) == ids[2];
        by_any += shmctl(i, SHM_STAT_ANY, &ds) >= 0;
    }
    ROW("L43 one index gives the full id", by_index == 1);
    ROW("L60 as many indices answer as ids are used", by_any == info.used_ids && info.used_ids == 3);
    ROW("L61 /proc/sysvipc/shm has a line for each", lines_of("/proc/sysvipc/shm") == 1 + info.used_ids);
    ROW("L64 G11 shm_tot counts whole pages of all", info.shm_tot == 1 + 2 + 3 && info.shm_tot == sum_of_column(3, 1));
    ROW("L62 nothing is resident yet", info.shm_rss == 0 && sum_of_column(14, 0) == 0);
    p = shmat(ids[2], NULL, 0);
    p[0] = 1;
    i = ((volatile char *)p)[4096];
    shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
    ROW("L62 B8.15 touched pages are resident, read ones too", info.shm_rss == 2 && sum_of_column(14, 0) == 2 * 4096);
    ROW("L63 shm_swp is the sum of the column", info.shm_swp == sum_of_column(15, 1));
    ROW("G10 SHM_INFO takes any id that is not negative",
        shmctl(12345678, SHM_INFO, (struct shmid_ds *)&info) == highest);
    ROW("B8.16 swap attempts and successes are 0", info.swap_attempts == 0 && info.swap_successes == 0);
    ROW("B8.13 SHM_INFO to a bad address: EFAULT", FAILS(shmctl(0, SHM_INFO, (void *)-4096), EFAULT));
    shmctl(ids[2], IPC_RMID, NULL);
    shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
    ROW("B10.6 a removed segment somebody has counts still", info.shm_tot == 6 && info.used_ids == 3);
    shmdt(p);
    shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
    ROW("G14 with the last detach its pages go", info.shm_tot == 3 && info.used_ids == 2 && info.shm_rss == 0);
    shmctl(ids[0], IPC_RMID, NULL);
    ROW("B8.17 the highest used index, not the number of them",
        in_use() == 1 && shmctl(0, IPC_INFO, (void *)&limit) == ids[1]);
    shmctl(ids[1], IPC_RMID, NULL);
}

int main(void) {
    limits();
    a_fresh_segment();
    totals();
    return finish();
}
