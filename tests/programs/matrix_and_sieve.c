// Work: primes, a matrix power, the game of life, a checksum.
#include <stdio.h>
#include <string.h>

#define LIMIT 2000
#define SIDE 16

static char composite[LIMIT];
static unsigned char world[SIDE][SIDE], next[SIDE][SIDE];

static int sieve(void) {
    int count = 0;
    for (int i = 2; i < LIMIT; i++) {
        if (composite[i]) continue;
        count++;
        for (int j = i * i; j < LIMIT; j += i) composite[j] = 1;
    }
    return count;
}

static int alive(int row, int column) {
    return world[(row + SIDE) % SIDE][(column + SIDE) % SIDE];
}

static void live(void) {
    for (int r = 0; r < SIDE; r++)
        for (int c = 0; c < SIDE; c++) {
            int around = -alive(r, c);
            for (int dr = -1; dr <= 1; dr++)
                for (int dc = -1; dc <= 1; dc++) around += alive(r + dr, c + dc);
            next[r][c] = around == 3 || (around == 2 && alive(r, c));
        }
    memcpy(world, next, sizeof world);
}

static unsigned long fibonacci(unsigned n) {
    unsigned long a[2][2] = {{1, 1}, {1, 0}}, r[2][2] = {{1, 0}, {0, 1}}, t[2][2];
    for (; n; n >>= 1) {
        if (n & 1) {
            for (int i = 0; i < 2; i++)
                for (int j = 0; j < 2; j++) t[i][j] = r[i][0] * a[0][j] + r[i][1] * a[1][j];
            memcpy(r, t, sizeof r);
        }
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 2; j++) t[i][j] = a[i][0] * a[0][j] + a[i][1] * a[1][j];
        memcpy(a, t, sizeof a);
    }
    return r[0][1];
}

static unsigned checksum(const void *bytes, size_t size) {
    const unsigned char *at = bytes;
    unsigned sum = 2166136261u;
    while (size--) sum = (sum ^ *at++) * 16777619u;
    return sum;
}

int main(void) {
    printf("%d primes, fibonacci(90) = %lu\n", sieve(), fibonacci(90));
    world[1][2] = world[2][3] = world[3][1] = world[3][2] = world[3][3] = 1;
    for (int i = 0; i < 20; i++) live();
    int cells = 0;
    for (int i = 0; i < SIDE * SIDE; i++) cells += (&world[0][0])[i];
    printf("%d cells, %d at (6,7), %08x\n", cells, world[6][7], checksum(world, sizeof world));
    return 0;
}
