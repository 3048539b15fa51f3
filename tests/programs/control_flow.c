// Every statement: switch with fall-through, goto, nested loops, do, continue, comma, conditional.
#include <stdio.h>

enum colour { RED, GREEN = 5, BLUE };

static const char *name_of(enum colour colour) {
    switch (colour) {
        case RED: return "red";
        case GREEN: return "green";
        case BLUE: return "blue";
    }
    return "none";
}

static int classify(int n) {
    int score = 0;
    switch (n) {
        case -1: score -= 100;
        case 1:
        case 2: score += 10;
        case 3: score += 1; break;
        default: score = 99;
    }
    return score;
}

// Copies in a loop that is unrolled by jumping into it.
static void device(char *to, const char *from, int count) {
    int rounds = (count + 3) / 4;
    switch (count % 4) {
        case 0: do { *to++ = *from++;
        case 3:      *to++ = *from++;
        case 2:      *to++ = *from++;
        case 1:      *to++ = *from++;
                } while (--rounds > 0);
    }
}

int main(void) {
    printf("%s %s %s %s\n", name_of(RED), name_of(GREEN), name_of(BLUE), name_of((enum colour)9));
    for (int n = -1; n <= 4; n++) printf("%d:%d ", n, classify(n));
    printf("\n");
    char text[12] = {0};
    device(text, "0123456789", 10);
    printf("%s\n", text);

    int i, j;
    for (i = 2; i < 40; i++) {
        for (j = 2; j * j <= i; j++)
            if (i % j == 0) goto composite;
        printf("%d ", i);
    composite:;
    }
    printf("\n");
    for (i = 0, j = 10; i < j; i++, j--) {
        if (i == 2) continue;
        if (j == 6) break;
        printf("(%d,%d)", i, j);
    }
    int count = 0;
    do count++;
    while (count < 5);
    while (1) {
        if (++count > 8) break;
    }
    int x = (count++, count * 2);
    printf(" %d %d %s\n", count, x, count > 5 ? x > 100 ? "huge" : "big" : "small");
    {
        int count = 1;
        count += 1;
        printf("inner %d, ", count);
    }
    printf("outer %d\n", count);
    printf("%d %d %d\n", 0 && ++count, 1 || ++count, count);
    return count == 10 ? 17 : 0;
}
