/* As many areas as an address space may have: a program of its own, for it takes its time. */
#include "object.h"

enum { MOST = 65530, PIECES = 64000 };

/* Pages of one area, every second one with other rights: each makes two areas more. */
static int in_pieces(int pieces) {
    char *p = mmap(NULL, (size_t)pieces * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int i;
    for (i = 1; i < pieces; i += 2)
        if (mprotect(p + (size_t)i * PAGE, PAGE, PROT_READ) != 0) return 0;
    return p != MAP_FAILED;
}

static int too_many(void) {
    int i = 0;
    if (!in_pieces(PIECES)) return 0;
    while (mmap(NULL, PAGE, i % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED) i++;
    return errno == ENOMEM && PIECES + i > 65000 && PIECES + i <= MOST;
}

int main(void) {
    ROW("O54 more than 65530 areas: ENOMEM", child_ends(too_many) == 1);
    return finish();
}
