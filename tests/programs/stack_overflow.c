// Recursion without end: a segmentation fault.
#include <stdio.h>

static int deeper(int depth) {
    volatile char room[1000];
    room[0] = (char)depth;
    return deeper(depth + 1) + room[0];
}

int main(void) {
    puts("going down");
    fflush(stdout);
    return deeper(0);
}
