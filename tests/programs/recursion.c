// Recursion: factorial, Fibonacci, Ackermann, towers of Hanoi, permutations, mutual recursion.
#include <stdio.h>

static unsigned long factorial(unsigned n) { return n < 2 ? 1 : n * factorial(n - 1); }
static int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
static int ackermann(int m, int n) {
    if (m == 0) return n + 1;
    if (n == 0) return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}

static int moves;
static void hanoi(int disks, char from, char to, char by) {
    if (disks == 0) return;
    hanoi(disks - 1, from, by, to);
    moves++;
    if (disks == 4) printf("disk 4: %c -> %c\n", from, to);
    hanoi(disks - 1, by, to, from);
}

static void permute(char *text, int at) {
    if (!text[at]) {
        printf("%s ", text);
        return;
    }
    for (int i = at; text[i]; i++) {
        char c = text[at];
        text[at] = text[i];
        text[i] = c;
        permute(text, at + 1);
        c = text[at];
        text[at] = text[i];
        text[i] = c;
    }
}

static int is_odd(int n);
static int is_even(int n) { return n == 0 || is_odd(n - 1); }
static int is_odd(int n) { return n != 0 && is_even(n - 1); }

static int gcd(int a, int b) { return b ? gcd(b, a % b) : a; }

int main(void) {
    printf("%lu %d %d\n", factorial(20), fibonacci(15), ackermann(2, 3));
    hanoi(6, 'A', 'C', 'B');
    printf("%d moves\n", moves);
    char letters[] = "abc";
    permute(letters, 0);
    printf("\n%d %d %d\n", is_even(10), is_odd(10), gcd(1071, 462));
    return 0;
}
