/* What another user may not do to a segment of root's, and what anybody may ask. */
#include "proc.h"
#include "user.h"

static int id, closed;
static struct shmid_ds ds;

static int attach(void) { return FAILS(shmat(id, NULL, 0), EACCES); }
static int attach_to_read(void) { return FAILS(shmat(id, NULL, SHM_RDONLY), EACCES); }
static int get_to_read(void) { return FAILS(shmget(0x4712, 0, 0400), EACCES); }
static int get_nothing(void) { return shmget(0x4712, 0, 0) == closed; }
static int get_huge(void) { return FAILS(shmget(0x4799, 2 << 20, IPC_CREAT | SHM_HUGETLB | 0600), EPERM); }
static int get_closed_huge(void) { return FAILS(shmget(0x4712, 0, SHM_HUGETLB | 0400), EACCES); }
static int get_too_large(void) { return FAILS(shmget(0x4712, 1 << 20, 0400), EINVAL); }
static int stat_it(void) { return FAILS(shmctl(id, IPC_STAT, &ds), EACCES); }
static int stat_by_index(void) { return FAILS(shmctl(id, SHM_STAT, &ds), EACCES); }
static int stat_badly(void) { return FAILS(shmctl(id, IPC_STAT, (void *)-4096), EACCES); }
static int stat_any(void) { return shmctl(id, SHM_STAT_ANY, &ds) == id && ds.shm_segsz == 5000; }
static int remove_it(void) { return FAILS(shmctl(id, IPC_RMID, NULL), EPERM); }
static int set_it(void) { return FAILS(shmctl(id, IPC_SET, &ds), EPERM); }
static int set_badly(void) { return FAILS(shmctl(id, IPC_SET, (void *)-4096), EFAULT); }
static int lock_it(void) { return FAILS(shmctl(id, SHM_LOCK, NULL), EPERM); }
static int unlock_it(void) { return FAILS(shmctl(id, SHM_UNLOCK, NULL), EPERM); }
static int ask_totals(void) {
    struct shm_info info;
    return shmctl(0, SHM_INFO, (struct shmid_ds *)&info) >= 0 && info.used_ids == 2 && info.shm_tot == 3;
}
static int ask_limits(void) {
    struct shminfo info;
    return shmctl(0, IPC_INFO, (struct shmid_ds *)&info) >= 0 && info.shmmin == 1;
}

static int read_the_table(void) { return lines_of("/proc/sysvipc/shm") == 3; }

static int nobody(int (*body)(void)) { return child_of_user_ends(kNobody, kNobody, body); }

/* A child keeps what its parent attached, whoever it becomes. */
static char *inherited;
static int use_inherited(void) {
    inherited[0] = 'n';
    return shmdt(inherited) == 0;
}

int main(void) {
    id = shmget(0x4711, 5000, IPC_CREAT | 0600);
    closed = shmget(0x4712, 100, IPC_CREAT | 0);
    ds = stat_of(id);
    ROW("L9 another user's segment of mode 0600, read and write: EACCES", nobody(attach) == 1);
    ROW("B9.1 to read only: EACCES", nobody(attach_to_read) == 1);
    ROW("L21 shmget of root's segment of mode 0 with 0400: EACCES", nobody(get_to_read) == 1);
    ROW("B9.2 asking for nothing gives anybody the id", nobody(get_nothing) == 1);
    ROW("B4.4 too large a size wins over EACCES", nobody(get_too_large) == 1);
    ROW("L22 H6 SHM_HUGETLB without the right to it: EPERM", nobody(get_huge) == 1);
    ROW("H8 root's segment of mode 0 with SHM_HUGETLB: EACCES", nobody(get_closed_huge) == 1);
    ROW("L50 IPC_STAT: EACCES", nobody(stat_it) == 1);
    ROW("B8.7 SHM_STAT: EACCES", nobody(stat_by_index) == 1);
    ROW("B8.4 EACCES wins over EFAULT of IPC_STAT", nobody(stat_badly) == 1);
    ROW("L51 IPC_RMID: EPERM", nobody(remove_it) == 1);
    ROW("L52 IPC_SET: EPERM", nobody(set_it) == 1);
    ROW("B8.3 EFAULT of IPC_SET wins over EPERM", nobody(set_badly) == 1);
    ROW("L53 SHM_LOCK: EPERM", nobody(lock_it) == 1);
    ROW("L54 SHM_UNLOCK: EPERM", nobody(unlock_it) == 1);
    ROW("L65 SHM_STAT_ANY asks for no permission", nobody(stat_any) == 1);
    ROW("L65 SHM_INFO asks for no permission", nobody(ask_totals) == 1);
    ROW("B8.18 IPC_INFO asks for no permission", nobody(ask_limits) == 1);
    ROW("B12.6 /proc/sysvipc/shm shows everybody all of them", nobody(read_the_table) == 1);
    ROW("B9.3 root passes a mode of 0", shmget(0x4712, 0, 0600) == closed && shmctl(closed, IPC_STAT, &ds) == 0);
    inherited = shmat(id, NULL, 0);
    ROW("B9.4 what was attached before stays usable for another user",
        nobody(use_inherited) == 1 && inherited[0] == 'n');
    return finish();
}
