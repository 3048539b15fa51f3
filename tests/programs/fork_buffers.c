// What waits in a buffer at fork comes out twice, but what was flushed does not.
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    printf("flushed once\n");
    fflush(stdout);
    printf("pending ");
    if (fork() == 0) {
        printf("child\n");
        exit(0);
    }
    wait(NULL);
    printf("parent\n");
    fflush(stdout);
    printf("lost with _exit ");
    if (fork() == 0) _exit(0);
    wait(NULL);
    write(1, "written at once ", 16);
    return 0;
}
