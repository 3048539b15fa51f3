// atexit handlers run backwards, may register more, and before the buffers are written.
#include <stdio.h>
#include <stdlib.h>

static int *global_block;

static void late(void) { printf("late\n"); }
static void first(void) { printf("first registered, last run: %d", *global_block); }
static void second(void) {
    printf("second\n");
    atexit(late);
}

int main(void) {
    global_block = malloc(sizeof *global_block);
    *global_block = 12;
    atexit(first);
    atexit(second);
    printf("main ends");
    exit(9);
}
