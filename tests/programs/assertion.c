// assert: silent when it holds, abort when it does not.
#include <assert.h>
#include <stdio.h>

int main(void) {
    int x = 3;
    assert(x == 3);
    printf("held\n");
    fflush(stdout);
    assert(x > 3 && "too small");
    return 0;
}
