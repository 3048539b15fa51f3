// A counter in a POSIX shared memory object, found again by its name by a second process.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NAME "/shmscope-posix-object"

static void child(void) {
    int fd = shm_open(NAME, O_RDWR, 0);
    int *numbers = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    numbers[1] = numbers[0] * 2;
    munmap(numbers, 4096);
    _exit(0);
}

int main(void) {
    struct stat state;
    int fd, value, *numbers;
    shm_unlink(NAME);
    fd = shm_open(NAME, O_CREAT | O_EXCL | O_RDWR, 0600);
    if (shm_open(NAME, O_CREAT | O_EXCL | O_RDWR, 0600) < 0) printf("second time: %s\n", strerror(errno));
    ftruncate(fd, 4096);
    fstat(fd, &state);
    printf("%ld bytes, mode %o\n", (long)state.st_size, state.st_mode & 0777);
    numbers = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    numbers[0] = 21;
    fflush(stdout);
    if (fork() == 0) child();
    wait(NULL);
    printf("the child left %d\n", numbers[1]);
    pread(fd, &value, sizeof value, sizeof value);
    printf("read says %d too\n", value);
    printf("unlinked: %d\n", shm_unlink(NAME));
    numbers[2] = 7;
    printf("still here: %d\n", numbers[2]);
    if (shm_open(NAME, O_RDWR, 0) < 0) printf("by name: %s\n", strerror(errno));
    return 0;
}
