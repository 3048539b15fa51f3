/* Integer work without end: what the simulated CPU spends its time on. */
int table[64];

int main(void) {
    unsigned i;
    unsigned sum = 0;
    for (i = 0;; i++) {
        table[i % 64] += i;
        sum = sum * 31 + table[(i * 7) % 64];
        if (sum == 0xdeadbeef) table[0]++;
    }
}
