/* The limits of a namespace, written under /proc/sys/kernel as its root. */
#include "proc.h"

#define K "/proc/sys/kernel/"

static void largest_size(void) {
    int old = new_segment(20000);

    ROW("G20 a page above shmmax: EINVAL", FAILS(shmget(IPC_PRIVATE, number_in(K "shmmax") + 4096, 0600), EINVAL));
    ROW("B2.6 shmmax can be lowered", write_number(K "shmmax", 8192) == 0 && number_in(K "shmmax") == 8192);
    ROW("L19 G20 one byte above shmmax: EINVAL", FAILS(shmget(0x4711, 8193, IPC_CREAT | IPC_EXCL | 0600), EINVAL));
    ROW("B2.6 shmmax itself is legal", shmget(0x4711, 8192, IPC_CREAT | 0600) >= 0);
    ROW("B2.7 a larger segment made before stays",
        stat_of(old).shm_segsz == 20000 && shmat(old, NULL, 0) != (void *)-1);
    ROW("G19 a byte less than shmmin: EINVAL", FAILS(shmget(IPC_PRIVATE, 0, 0600), EINVAL));
    write_text(K "shmmax", "18446744073692774399");
    ROW("B2.8 shmmax itself, unlowered: EINVAL, no file is as large",
        FAILS(shmget(IPC_PRIVATE, 18446744073692774399ul, 0600), EINVAL));
}

static void pages_in_all(void) {
    ROW("B4.8 shmall counts the pages that are there", write_number(K "shmall", 5 + 2 + 3) == 0);
    ROW("B4.8 a page above shmall: ENOSPC", FAILS(shmget(IPC_PRIVATE, 4 * 4096, 0600), ENOSPC));
    ROW("B4.8 shmall itself is legal", shmget(IPC_PRIVATE, 3 * 4096, 0600) >= 0);
    ROW("B4.9 size 0 is EINVAL before it is ENOSPC", FAILS(shmget(IPC_PRIVATE, 0, 0600), EINVAL));
    ROW("B4.9 an existing key needs no pages", shmget(0x4711, 0, IPC_CREAT | 0600) >= 0);
    ROW("B2.7 shmall below what is used takes nothing away",
        write_number(K "shmall", 1) == 0 && shmget(0x4711, 0, 0) >= 0);
    write_text(K "shmall", "18446744073692774399");
}

static void segments_in_all(void) {
    struct shmid_ds ds;
    int id;

    ROW("L24 B4.10 with shmmni segments one more: ENOSPC",
        write_number(K "shmmni", 3) == 0 && FAILS(shmget(0x4712, 4096, IPC_CREAT | IPC_EXCL | 0600), ENOSPC));
    ROW("B4.10 also for IPC_PRIVATE", FAILS(shmget(IPC_PRIVATE, 4096, 0600), ENOSPC));
    ROW("B4.9 the size is judged first", FAILS(shmget(0x4712, 0, IPC_CREAT | 0600), EINVAL));
    ROW("B4.9 so is a missing key without IPC_CREAT", FAILS(shmget(0x4712, 4096, 0600), ENOENT));
    ROW("B2.7 what is there stays",
        shmget(0x4711, 0, 0) >= 0 && write_number(K "shmmni", 1) == 0 && shmget(0x4711, 0, 0) >= 0);
    ROW("B2.9 shmmni 0 is legal", write_number(K "shmmni", 0) == 0 && FAILS(shmget(IPC_PRIVATE, 1, 0600), ENOSPC));
    ROW("B2.9 shmmni 32768 is legal", write_number(K "shmmni", 32768) == 0 && number_in(K "shmmni") == 32768);
    ROW("B2.9 shmmni 32769: EINVAL", write_number(K "shmmni", 32769) == EINVAL && number_in(K "shmmni") == 32768);
    ROW("B2.9 shmmni -1: EINVAL", write_text(K "shmmni", "-1") == EINVAL);
    ROW("B2.10 what is no number: EINVAL", write_text(K "shmmni", "many") == EINVAL && number_in(K "shmmni") == 32768);
    write_number(K "shmmni", 4);
    id = shmget(IPC_PRIVATE, 100, 0600);
    shmat(id, NULL, 0);
    shmctl(id, IPC_RMID, NULL);
    ROW("B10.6 a removed segment that is attached counts for shmmni",
        shmctl(id, IPC_STAT, &ds) == 0 && FAILS(shmget(IPC_PRIVATE, 1, 0600), ENOSPC));
    write_number(K "shmmni", 4096);
}

static void next_id(void) {
    int id, other;

    ROW("B3.9 shm_next_id is -1", signed_number_in(K "shm_next_id") == -1);
    write_number(K "shm_next_id", 4321);
    id = shmget(0x5001, 100, IPC_CREAT | 0600);
    ROW("L28 the next id is the one written", id == 4321);
    ROW("L29 shm_next_id is -1 again", signed_number_in(K "shm_next_id") == -1);
    write_number(K "shm_next_id", id);
    other = shmget(0x5002, 100, IPC_CREAT | 0600);
    ROW("L30 an id in use: another one", other >= 0 && other != id);
    ROW("B3.10 the next free index after it", other == 4322);
    write_number(K "shm_next_id", 5 * 32768 + 7000);
    ROW("B3.10 sequence and index are taken from it", shmget(IPC_PRIVATE, 1, 0600) == 5 * 32768 + 7000);
    ROW("B3.10 a negative one is refused", write_text(K "shm_next_id", "-2") == EINVAL);
    ROW("B3.11 looking a key up does not use it", write_number(K "shm_next_id", 9) == 0 &&
                                                      shmget(0x5001, 0, 0) == 4321 &&
                                                      signed_number_in(K "shm_next_id") == 9);
}

int main(void) {
    largest_size();
    pages_in_all();
    segments_in_all();
    next_id();
    return finish();
}
