// malloc, calloc, realloc and free: alignment, zeroes, growth, reuse, failure.
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
    char *blocks[64];
    int aligned = 1, intact = 1;
    for (int i = 0; i < 64; i++) {
        blocks[i] = malloc((size_t)i * 37 + 1);
        aligned &= ((uintptr_t)blocks[i] & 15) == 0;
        memset(blocks[i], i, (size_t)i * 37 + 1);
    }
    for (int i = 0; i < 64; i += 2) free(blocks[i]);
    for (int i = 1; i < 64; i += 2)
        for (int j = 0; j < i * 37 + 1; j++) intact &= blocks[i][j] == i;
    printf("aligned %d, intact %d\n", aligned, intact);
    for (int i = 1; i < 64; i += 2) free(blocks[i]);

    int *zeroes = calloc(1000, sizeof *zeroes), sum = 0;
    for (int i = 0; i < 1000; i++) sum += zeroes[i];
    printf("sum of zeroes %d\n", sum);
    free(zeroes);

    int count = 0, room = 2, *list = malloc(2 * sizeof *list);
    for (int i = 0; i < 1000; i++) {
        if (count == room) {
            room *= 2;
            list = realloc(list, (size_t)room * sizeof *list);
        }
        list[count++] = i * i;
    }
    printf("%d %d %d\n", count, room, list[999]);
    free(list);
    free(NULL);
    volatile size_t huge = SIZE_MAX / 2;
    errno = 0;
    printf("huge %d", malloc(huge) == NULL);
    printf(" %d", errno == ENOMEM);
    printf(" %d\n", calloc(huge, huge) == NULL);
    int **rows = malloc(3 * sizeof *rows);
    for (int r = 0; r < 3; r++) {
        rows[r] = malloc(4 * sizeof **rows);
        for (int c = 0; c < 4; c++) rows[r][c] = r * c;
    }
    printf("%d\n", rows[2][3]);
    for (int r = 0; r < 3; r++) free(rows[r]);
    free(rows);
    return 0;
}
