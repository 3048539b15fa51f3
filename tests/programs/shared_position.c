// Parent and child share the position of a file opened before fork; what each opens itself has its own.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    char path[] = "/tmp/shared-position-XXXXXX", text[40] = "";
    int fd = mkstemp(path), own, i;
    for (i = 0; i < 3; i++) {
        if (fork() == 0) {
            char line[20];
            int size = sprintf(line, "child %d\n", i);
            write(fd, line, size);
            _exit(0);
        }
        wait(NULL);
    }
    printf("position: %ld\n", (long)lseek(fd, 0, SEEK_CUR));
    own = open(path, O_RDONLY);
    unlink(path);
    if (fork() == 0) {
        char byte;
        int same = open("/dev/null", O_RDONLY);
        dup2(own, same);
        read(same, &byte, 1);
        _exit(byte == 'c' ? 0 : 1);
    }
    wait(NULL);
    read(own, text, sizeof text - 1);
    printf("after the child's byte: %s", text);
    printf("hole: %ld\n", (long)lseek(fd, 1000, SEEK_SET));
    write(fd, "!", 1);
    lseek(own, 998, SEEK_SET);
    printf("read %d:", (int)read(own, text, 10));
    printf(" %d %d %d\n", text[0], text[1], text[2]);
    return 0;
}
