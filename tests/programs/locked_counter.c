// Children count in one file, kept apart by record locks, then by flock; and what F_GETLK sees meanwhile.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "/tmp/locked_counter"

static void lock_record(int fd, short type) {
    struct flock lock;
    memset(&lock, 0, sizeof lock);
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    fcntl(fd, F_SETLKW, &lock);
}

static void count_one(int fd) {
    char text[32] = "";
    long number;
    pread(fd, text, sizeof text - 1, 0);
    number = atol(text);
    usleep(100);  // room for others to spoil it
    sprintf(text, "%ld\n", number + 1);
    pwrite(fd, text, strlen(text), 0);
}

static void count(int by_record, int rounds) {
    int fd = open(NAME, O_RDWR);
    while (rounds-- > 0) {
        if (by_record) lock_record(fd, F_WRLCK);
        else flock(fd, LOCK_EX);
        count_one(fd);
        if (by_record) lock_record(fd, F_UNLCK);
        else flock(fd, LOCK_UN);
    }
}

int main(void) {
    char text[32] = "";
    int i, fd, by_record;
    close(open(NAME, O_CREAT | O_TRUNC | O_RDWR, 0600));
    for (by_record = 0; by_record < 2; by_record++) {
        for (i = 0; i < 4; i++) {
            if (fork() == 0) {
                count(by_record, 25);
                _exit(0);
            }
        }
        while (wait(NULL) > 0) continue;
    }
    fd = open(NAME, O_RDWR);
    pread(fd, text, sizeof text - 1, 0);
    printf("%s", text);
    lock_record(fd, F_WRLCK);
    if (fork() == 0) {
        struct flock seen;
        memset(&seen, 0, sizeof seen);
        seen.l_type = F_RDLCK;
        fcntl(fd, F_GETLK, &seen);
        printf("held by the parent: %s, from %ld, length %ld\n", seen.l_pid == getppid() ? "yes" : "no",
               (long)seen.l_start, (long)seen.l_len);
        exit(0);
    }
    wait(NULL);
    unlink(NAME);
    return 0;
}
