/* Threads and segments: one address space, but each its own maker. */
#include "child.h"
#include "proc.h"

#include <pthread.h>

static int id, made;
static char *base;

static void *count(void *unused) { return (void *)(long)nattch_of(id); }
static void *detach(void *unused) { return (void *)(long)shmdt(base); }
static void *attach(void *unused) { return shmat(id, NULL, 0); }
static void *make(void *unused) {
    made = shmget(0x4711, 100, IPC_CREAT | 0600);
    return NULL;
}

static long in_thread(void *(*body)(void *)) {
    pthread_t thread;
    void *result;
    pthread_create(&thread, NULL, body, NULL);
    pthread_join(thread, &result);
    return (long)result;
}

int main(void) {
    id = new_segment(4096);
    base = shmat(id, NULL, 0);
    ROW("B7.14 a thread is no attach", in_thread(count) == 1 && nattch_of(id) == 1);
    ROW("B7.14 what it detaches is gone for all", in_thread(detach) == 0 && nattch_of(id) == 0);
    ROW("B7.14 lpid is the process", stat_of(id).shm_lpid == getpid());
    base = (char *)in_thread(attach);
    ROW("B7.14 what it attached stays when it ends", nattch_of(id) == 1 && (base[0] = 't') == 't');
    in_thread(make);
    ROW("B11.7 by default a segment outlives the thread that made it", shmget(0x4711, 0, 0) == made);
    ROW("B11.7 its maker is the process", stat_of(made).shm_cpid == getpid());
    shmctl(made, IPC_RMID, NULL);
    write_number("/proc/sys/kernel/shm_rmid_forced", 1);
    in_thread(make);
    usleep(50000);
    ROW("B11.7 with shm_rmid_forced it goes with the thread", FAILS(shmget(0x4711, 0, 0), ENOENT));
    return finish();
}
