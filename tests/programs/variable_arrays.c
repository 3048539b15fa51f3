// Arrays whose length only running tells: rows of rows, pointers to rows, what blocks and loops give back.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int side(int n) { printf("side %d\n", n); return n; }

static long sum_of(int n) {
    long row[n], total = 0;
    for (int i = 0; i < n; i++) row[i] = i * i;
    for (int i = 0; i < n; i++) total += row[i];
    return total;
}

static int fibonacci(int n) {
    int f[n + 2];
    f[0] = 0, f[1] = 1;
    for (int i = 2; i <= n; i++) f[i] = f[i - 1] + f[i - 2];
    return f[n];
}

static void matrices(int rows, int columns) {
    double m[rows][columns], (*again)[columns] = m;
    int cube[2][rows][columns];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++) m[i][j] = i + j / 10.0, cube[1][i][j] = i * j, cube[0][i][j] = -1;
    printf("%.1f %.1f %.1f %d %d\n", m[rows - 1][columns - 1], again[1][2], *(*(m + 1) + 1), cube[1][2][3], cube[0][0][0]);
    printf("%zu %zu %zu %zu %zu\n", sizeof m, sizeof m[0], sizeof(int[rows + 1]), sizeof cube, sizeof *again);
    printf("%td %td\n", &m[2] - &m[0], (char *)&cube[1] - (char *)&cube[0]);
}

static void multiply(int n, int m, double a[n][m], double b[m][n], double result[n][n]);

static double trace_of(int n, double m[][n]) {
    double trace = 0;
    for (int i = 0; i < n; i++) trace += m[i][i];
    return trace;
}

static void multiply(int n, int m, double a[n][m], double b[m][n], double result[n][n]) {
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            result[i][j] = 0;
            for (int k = 0; k < m; k++) result[i][j] += a[i][k] * b[k][j];
        }
    printf("%zu %zu\n", sizeof a[0], sizeof result[0]);
}

static void products(int n) {
    double fixed[3][2] = {{1, 2}, {3, 4}, {5, 6}}, turned[2][3] = {{1, 0, 1}, {0, 1, 1}}, result[n][n];
    multiply(n, 2, fixed, turned, result);
    printf("%.1f %.1f %.1f\n", result[0][0], result[2][2], trace_of(n, result));
}

int main(int argc, char **argv) {
    int n = argc + 4;
    char text[n * 2];
    int sizes = 0;
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = 0;
    printf("%zu %s\n", sizeof text, text);
    int kept[n];
    n = 100;
    printf("%zu\n", sizeof kept / sizeof kept[0]);
    printf("%ld %d\n", sum_of(10), fibonacci(30));
    matrices(3, 4);
    products(3);
    int once[side(3)], *p = once + 1;
    p[1] = 7;
    printf("%d %zu\n", once[2], sizeof once);
    /* Each round gives its room back: 20,000 rounds of 4 KiB are more than a stack. */
    for (int i = 0; i < 20000; i++) {
        char room[4000 + i % 96];
        room[0] = room[sizeof room - 1] = (char)i;
        if (i % 3 == 0) continue;
        sizes += sizeof room > 4000;
        if (i == 19998) break;
    }
    int i = 0;
    while (i < 5000) {
        if (i % 2) {
            int odd[i + 1000];
            odd[i] = i;
            sizes += odd[i] & 1;
        }
        i++;
    }
    printf("%d\n", sizes);
    if (fork() == 0) {
        int status[n];
        status[99] = 5;
        exit(status[99]);
    }
    int status;
    wait(&status);
    printf("%d\n", WEXITSTATUS(status));
    return 0;
}
