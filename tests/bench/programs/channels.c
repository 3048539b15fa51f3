/* Messages from a child to its parent: channels WAY SIZE COUNT, WAY one of pipe, queue, semop, posix. Every byte is
   written and read. attach PAGES WRITTEN COUNT instead: rounds of shmat and shmdt. */
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

static struct {
    long type;
    char bytes[CHUNK];
} part;
static char* message;
static volatile long sum;

static void fill(char* to, long size, long n) {
    memset(to, (int)n, (size_t)size);
}
static void use(const char* from, long size) {
    long all = 0;
    for (long at = 0; at < size; at += 8) all += *(const long*)(from + at);
    sum += all;
}

static void by_pipe(long size, long count) {
    int ends[2];
    if (pipe(ends) != 0) exit(1);
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
    int set = semget(IPC_PRIVATE, 2, 0600);
    change(set, 0, 1);
    if (fork() == 0) {
        for (long n = 0; n < count; n++) {
            change(set, 0, -1);
            fill(message, size, n);
            change(set, 1, 1);
        }
        _exit(0);
    }
    for (long n = 0; n < count; n++) {
        change(set, 1, -1);
        use(message, size);
        change(set, 0, 1);
    }
    semctl(set, 0, IPC_RMID);
}

static void by_posix(long size, long count) {
    sem_t* both = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    sem_init(&both[0], 1, 1);
    sem_init(&both[1], 1, 0);
    if (fork() == 0) {
        for (long n = 0; n < count; n++) {
            sem_wait(&both[0]);
            fill(message, size, n);
            sem_post(&both[1]);
        }
        _exit(0);
    }
    for (long n = 0; n < count; n++) {
        sem_wait(&both[1]);
        use(message, size);
        sem_post(&both[0]);
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
    message = mmap(0, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (message == MAP_FAILED) return 1;
    if (strcmp(argv[1], "pipe") == 0) by_pipe(size, count);
    if (strcmp(argv[1], "queue") == 0) by_queue(size, count);
    if (strcmp(argv[1], "semop") == 0) by_semop(size, count);
    if (strcmp(argv[1], "posix") == 0) by_posix(size, count);
    wait(0);
    return 0;
}
