/* munmap: which pages go, and what it refuses. */
#include "object.h"

static char *pages(int count) {
    char *p = mmap(NULL, count * PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memset(p, 'm', count * PAGE);
    return p;
}

int main(void) {
    char *p = pages(4), *q;

    ROW("O72 munmap of two pages in the middle: 0", munmap(p + PAGE, 2 * PAGE) == 0);
    ROW("O72 touching them dies of SIGSEGV",
        loading_dies_of(p + PAGE) == SIGSEGV && storing_dies_of(p + 3 * PAGE - 1) == SIGSEGV);
    ROW("O72 those around them stay", p[PAGE - 1] == 'm' && p[3 * PAGE] == 'm');
    ROW("O73 munmap of all of it, the hole included: 0", munmap(p, 4 * PAGE) == 0);
    ROW("O73 all of it is gone", loading_dies_of(p) == SIGSEGV && loading_dies_of(p + 3 * PAGE) == SIGSEGV);
    ROW("O73 munmap where nothing is: 0", munmap(p, 4 * PAGE) == 0);
    p = pages(3);
    ROW("O74 a length of one byte takes the page",
        munmap(p, 1) == 0 && loading_dies_of(p + PAGE - 1) == SIGSEGV && p[PAGE] == 'm');
    ROW("O74 one byte more than a page takes two",
        munmap(p + PAGE, PAGE + 1) == 0 && loading_dies_of(p + 2 * PAGE) == SIGSEGV);
    p = pages(2);
    ROW("O75 an unaligned address: EINVAL", FAILS(munmap(p + 1, PAGE), EINVAL));
    ROW("O78 no length: EINVAL", FAILS(munmap(p, 0), EINVAL));
    ROW("O77 outside user space: EINVAL", FAILS(munmap((void *)(1ul << 62), PAGE), EINVAL));
    ROW("O77 an end outside user space: EINVAL", FAILS(munmap(p, 1ul << 62), EINVAL));
    ROW("O77 what failed changed nothing", p[0] == 'm' && p[PAGE] == 'm');
    q = mmap(NULL, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *q = 'q';
    munmap(q, PAGE);
    ROW("O76 the same place again is zero",
        (q = mmap(q, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)) != MAP_FAILED && *q == 0);
    return finish();
}
