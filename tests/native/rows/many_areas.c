/* As many areas as an address space may have: a program of its own, for it takes its time. */
#include "object.h"

static int too_many(void) {
    int i = 0;
    while (mmap(NULL, PAGE, i % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) i++;
    return errno == ENOMEM && i > 65000 && i <= 65530;
}

int main(void) {
    ROW("O54 more than 65530 areas: ENOMEM", child_ends(too_many) == 1);
    return finish();
}
