// The generator of glibc, so that a program sees the same numbers: r[i] = r[i-3] + r[i-31], the lowest bit dropped.
#include <stdlib.h>

#define TERMS 31
#define WARM_UP 310  // numbers thrown away after seeding

static unsigned int terms[TERMS];
static int place;  // of r[i-31]; r[i] replaces it. The first three terms are the last ones at the beginning
static int seeded;

static unsigned int next_term(void) {
    unsigned int term = terms[place] + terms[place < 3 ? place + TERMS - 3 : place - 3];
    terms[place] = term;
    if (++place == TERMS) place = 0;
    return term;
}

void srandom(unsigned int seed) {
    int i;
    terms[0] = seed ? seed : 1;
    for (i = 1; i < TERMS; ++i) {
        // 16807 * before modulo 2^31 - 1, without leaving 32 bits in what is stored.
        long term = 16807L * (int)terms[i - 1] % 2147483647L;
        terms[i] = (unsigned int)(term < 0 ? term + 2147483647L : term);
    }
    place = 3;
    seeded = 1;
    for (i = 0; i < WARM_UP; ++i) next_term();
}

long random(void) {
    if (!seeded) srandom(1);
    return next_term() >> 1;
}

void srand(unsigned int seed) { srandom(seed); }
int rand(void) { return (int)random(); }

static unsigned int step(unsigned int *state) { return *state = *state * 1103515245u + 12345u; }

int rand_r(unsigned int *state) {
    unsigned int high = step(state) / 65536 % 2048;
    unsigned int middle = step(state) / 65536 % 1024;
    unsigned int low = step(state) / 65536 % 1024;
    return (int)(((high << 10) ^ middle) << 10 ^ low);
}
