/* Messages from a child to its parent: channels WAY SIZE COUNT, WAY one of pipe, queue, semop, posix. Every byte is
   written and read. However a message goes, as many as a pipe holds may be on their way: the writer waits only when the
   reader is that far behind. attach PAGES WRITTEN COUNT instead: rounds of shmat and shmdt. */
#define _GNU_SOURCE
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK 8192
#define ON_THEIR_WAY 65536 /* bytes a pipe holds */

static struct {
    long type;
    char bytes[CHUNK];
} part;
static volatile long sum;

/* Shared memory for messages: at least one slot. */
static char* ring;
static long slots;

static void fill(char* to, long size, long n) {
    memset(to, (int)n, (size_t)size);
}
static void use(const char* from, long size) {
    long all = 0;
    for (long at = 0; at < size; at += 8) all += *(const long*)(from + at);
    sum += all;
}

static void make_ring(long size) {
    slots = size < ON_THEIR_WAY ? ON_THEIR_WAY / size : 1;
    ring = mmap(0, (size_t)(slots * size), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (ring == MAP_FAILED) exit(1);
}
static char* slot(long n, long size) {
    return ring + n % slots * size;
}

static void by_pipe(long size, long count) {
    int ends[2];
    char* message = malloc((size_t)size);
    if (message == 0 || pipe(ends) != 0) exit(1);
    if (fork() == 0) {
        for (long n = 0; n < count; n++) {
            fill(message, size, n);
            for (long sent = 0; sent < size;) sent += write(ends[1], message + sent, (size_t)(size - sent));
        }
        _exit(0);
    }
    for (long n = 0; n < count; n++) {
        for (long got = 0; got < size;) got += read(ends[0], message + got, (size_t)(size - got));
        use(message, size);
    }
}

static void by_queue(long size, long count) {
    long chunk = size < CHUNK ? size : CHUNK;
    int id = msgget(IPC_PRIVATE, 0600);
    if (fork() == 0) {
        part.type = 1;
        for (long n = 0; n < count; n++) {
            for (long sent = 0; sent < size; sent += chunk) {
                fill(part.bytes, chunk, n);
                if (msgsnd(id, &part, (size_t)chunk, 0) != 0) _exit(1);
            }
        }
        _exit(0);
    }
    for (long n = 0; n < count; n++) {
        for (long got = 0; got < size; got += chunk) {
            if (msgrcv(id, &part, CHUNK, 0, 0) < 0) exit(1);
            use(part.bytes, chunk);
        }
    }
    msgctl(id, IPC_RMID, 0);
}

static void change(int set, int number, int by) {
    struct sembuf operation = {(unsigned short)number, (short)by, 0};
    if (semop(set, &operation, 1) != 0) exit(1);
}

static void by_semop(long size, long count) {
    enum { FREE, FULL };
    int set = semget(IPC_PRIVATE, 2, 0600);
    make_ring(size);
    change(set, FREE, (int)slots);
    if (fork() == 0) {
        for (long n = 0; n < count; n++) {
            change(set, FREE, -1);
            fill(slot(n, size), size, n);
            change(set, FULL, 1);
        }
        _exit(0);
    }
    for (long n = 0; n < count; n++) {
        change(set, FULL, -1);
        use(slot(n, size), size);
        change(set, FREE, 1);
    }
    semctl(set, 0, IPC_RMID);
}

static void by_posix(long size, long count) {
    struct {
        sem_t free, full;
    }* both = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    make_ring(size);
    sem_init(&both->free, 1, (unsigned)slots);
    sem_init(&both->full, 1, 0);
    if (fork() == 0) {
        for (long n = 0; n < count; n++) {
            sem_wait(&both->free);
            fill(slot(n, size), size, n);
            sem_post(&both->full);
        }
        _exit(0);
    }
    for (long n = 0; n < count; n++) {
        sem_wait(&both->full);
        use(slot(n, size), size);
        sem_post(&both->free);
    }
}

static void attach(long pages, long written, long count) {
    int id = shmget(IPC_PRIVATE, (size_t)pages * 4096, 0600);
    char* p = shmat(id, 0, 0);
    memset(p, 1, (size_t)pages * 4096); /* the pages exist: only mapping them is measured */
    shmdt(p);
    for (long n = 0; n < count; n++) {
        p = shmat(id, 0, 0);
        for (long at = 0; at < written; at++) p[at * 4096] = 1;
        shmdt(p);
    }
    shmctl(id, IPC_RMID, 0);
}

int main(int argc, char** argv) {
    if (argc < 4) return 2;
    long size = atol(argv[2]), count = atol(argv[3]);
    if (strcmp(argv[1], "attach") == 0) {
        attach(size, count, argc > 4 ? atol(argv[4]) : 0);
        return 0;
    }
    if (strcmp(argv[1], "pipe") == 0) by_pipe(size, count);
    if (strcmp(argv[1], "queue") == 0) by_queue(size, count);
    if (strcmp(argv[1], "semop") == 0) by_semop(size, count);
    if (strcmp(argv[1], "posix") == 0) by_posix(size, count);
    wait(0);
    return 0;
}
