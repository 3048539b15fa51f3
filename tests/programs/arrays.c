// Arrays of two dimensions, pointers to arrays, arrays of pointers, bounds of types.
#include <stdio.h>

#define ROWS 3
#define COLUMNS 4

static void fill(int grid[ROWS][COLUMNS]) {
    for (int r = 0; r < ROWS; r++)
        for (int c = 0; c < COLUMNS; c++) grid[r][c] = r * 10 + c;
}

static int sum_row(int (*row)[COLUMNS]) {
    int sum = 0;
    for (int i = 0; i < COLUMNS; i++) sum += (*row)[i];
    return sum;
}

static void multiply(int n, double a[2][2], double b[2][2], double result[2][2]) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            result[i][j] = 0;
            for (int k = 0; k < n; k++) result[i][j] += a[i][k] * b[k][j];
        }
}

int main(void) {
    int grid[ROWS][COLUMNS];
    fill(grid);
    for (int r = 0; r < ROWS; r++) {
        for (int c = 0; c < COLUMNS; c++) printf("%3d", grid[r][c]);
        printf("  | %d\n", sum_row(&grid[r]));
    }
    int *flat = &grid[0][0];
    printf("%d %d %d %zu %zu\n", flat[5], *(*(grid + 2) + 1), 2 [grid][3], sizeof grid, sizeof grid[0]);
    printf("%ld %ld\n", (long)(&grid[2] - &grid[0]), (long)((char *)&grid[1] - (char *)&grid[0]));

    double a[2][2] = {{1, 2}, {3, 4}}, b[2][2] = {{0.5, 0}, {0, 2}}, c[2][2];
    multiply(2, a, b, c);
    printf("%.1f %.1f %.1f %.1f\n", c[0][0], c[0][1], c[1][0], c[1][1]);

    const char *names[] = {"zero", "one", "two", NULL};
    for (const char **name = names; *name; name++) printf("%s%c", *name, name[1] ? ',' : '\n');
    int sparse[10] = {[3] = 33, [7] = 77, 88};
    int cube[2][2][2] = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
    printf("%d %d %d %d\n", sparse[3], sparse[8], sparse[9], cube[1][0][1]);
    char text[] = "sized", room[10] = "abc";
    printf("%zu %zu %d\n", sizeof text, sizeof room, room[9]);
    return 0;
}
