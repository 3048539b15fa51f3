/* One object, mapped shared and private: who sees whose writes. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE 8192

static char *map(int fd, int flags) {
    char *p = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, flags, fd, 0);
    if (p == MAP_FAILED) perror("mmap");
    return p;
}

int main(void) {
    int fd;
    char *shared, *own, *second, text[16];

    shm_unlink("/private_mapping");
    fd = shm_open("/private_mapping", O_CREAT | O_EXCL | O_RDWR, 0600);
    if (fd < 0 || ftruncate(fd, SIZE) != 0) {
        perror("object");
        return 1;
    }
    shared = map(fd, MAP_SHARED);
    own = map(fd, MAP_PRIVATE);
    strcpy(shared, "first");
    printf("private sees %s\n", own);
    strcpy(own + 100, "mine");
    strcpy(shared, "second");
    printf("private still sees %s, shared has '%s'\n", own, shared + 100);
    strcpy(shared + 4096, "other page");
    printf("the other page is not copied: %s\n", own + 4096);
    if (fork() == 0) {
        strcpy(shared + 200, "from the child");
        strcpy(own + 200, "nobody sees it");
        _exit(0);
    }
    wait(NULL);
    printf("%s, '%s'\n", shared + 200, own + 200);
    pread(fd, text, sizeof text, 0);
    printf("read: %s\n", text);
    pwrite(fd, "written", 8, 4096);
    printf("write: %s %s\n", shared + 4096, own + 4096);
    printf("close %d, unlink %d\n", close(fd), shm_unlink("/private_mapping"));
    second = mremap(shared, SIZE, 4 * SIZE, MREMAP_MAYMOVE);
    printf("moved: %s\n", second + 4096);
    printf("msync %d\n", msync(second, 4096, MS_SYNC));
    printf("open again: %d\n", shm_open("/private_mapping", O_RDWR, 0));
    return 0;
}
