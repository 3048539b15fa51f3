/* Anonymous memory: shared between parent and child, private to each. */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT 2000

int main(void) {
    int *shared = mmap(NULL, COUNT * sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int *own = mmap(NULL, COUNT * sizeof(int), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int child, i, sum = 0;

    if (shared == MAP_FAILED || own == MAP_FAILED) {
        perror("mmap");
        return 1;
    }
    own[0] = 1;
    for (child = 0; child < 4; child++) {
        if (fork() == 0) {
            for (i = child; i < COUNT; i += 4) shared[i] = i;
            own[0] += 10;
            printf("child %d has %d of its own\n", child, own[0]);
            fflush(stdout);
            _exit(own[0] + child);
        }
        int status;
        wait(&status);
        printf("child %d ended with %d\n", child, WEXITSTATUS(status));
    }
    for (i = 0; i < COUNT; i++) sum += shared[i];
    printf("sum %d, still %d\n", sum, own[0]);
    printf("munmap %d, again %d\n", munmap(shared, COUNT * sizeof(int)), munmap(shared, COUNT * sizeof(int)));
    return 0;
}
