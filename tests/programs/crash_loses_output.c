// What was not flushed dies with the program.
#include <stdio.h>

int main(void) {
    int *nowhere = 0;
    printf("flushed\n");
    fflush(stdout);
    printf("never seen");
    fprintf(stderr, "stderr is not buffered\n");
    return *nowhere;
}
