// Macros with ##, Duff's device, tables of functions, promotions, designated initialisers.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define LOG(fmt, ...) printf("[%s:%d] " fmt "\n", __func__, __LINE__, ##__VA_ARGS__)
#define SWAP(t, x, y) \
    do {              \
        t tmp_ = x;   \
        x = y;        \
        y = tmp_;     \
    } while (0)
#define FOREACH(X) X(red) X(green) X(blue)
#define ENUM(x) x,
#define NAME(x) #x,

enum colour { FOREACH(ENUM) N };
static const char *const names[] = {FOREACH(NAME)};
typedef struct vec {
    double x, y;
} vec;

static vec add(vec a, vec b) {
    return (vec){a.x + b.x, a.y + b.y};
}

typedef int (*binop)(int, int);
static int mul(int a, int b) {
    return a * b;
}

static int mx(int a, int b) {
    return MAX(a, b);
}

static binop pick(char c) {
    return c == '*' ? mul : mx;
}

static int depth(int n) {
    static int deepest;
    if (n > deepest)
        deepest = n;
    return n < 5 ? depth(n + 1) : deepest;
}

static void duff(char *to, const char *from, int count) {
    int n = (count + 7) / 8;
    switch (count % 8) {
        case 0:
            do {
                *to++ = *from++;
                case 7:
                    *to++ = *from++;
                case 6:
                    *to++ = *from++;
                case 5:
                    *to++ = *from++;
                case 4:
                    *to++ = *from++;
                case 3:
                    *to++ = *from++;
                case 2:
                    *to++ = *from++;
                case 1:
                    *to++ = *from++;
            } while (--n > 0);
    }
}

int sum2(int m[][3], int r) {
    int s = 0;
    for (int i = 0; i < r; i++)
        for (int j = 0; j < 3; j++) s += m[i][j];
    return s;
}

int main() {
    LOG("start");
    LOG("%d %s", 3, "x");
    int a = 1, b = 2;
    SWAP(int, a, b);
    printf("%d %d\n", a, b);
    for (enum colour c = red; c < N; c++) printf("%s ", names[c]);
    puts("");
    vec v = add((vec){1, 2}, (vec){.y = 3});
    printf("%.1f %.1f\n", v.x, v.y);
    printf("%d %d\n", pick('*')(6, 7), pick('+')(6, 7));
    printf("%d\n", depth(0));
    char d[20] = {0};
    duff(d, "duffs device!", 13);
    puts(d);
    int m[2][3] = {{1, 2, 3}, {4, 5, 6}};
    printf("%d %d\n", sum2(m, 2), *(*(m + 1) + 1));
    unsigned u = 1;
    int neg = -1;
    printf("%d %d\n", neg < u, (long)neg < u);
    printf("%d %d %d\n", (unsigned char)300, (signed char)200, (short)70000);
    printf("%u %d\n", 1u << 31, 1 << 31 >> 31);
    printf("%lld %llu\n", -9223372036854775807LL - 1, 18446744073709551615ULL);
    printf("%d %d\n", '\x41', '\101');
    char s[] = "a\tb\"c\\";
    printf("%zu %s\n", sizeof s, s);
    int i = 0;
    int arr[5];
    arr[i] = i++;
    arr[1] = i;
    printf("%d\n", arr[1]);
    for (int x = 0, y = 10; x < y; x++, y--)
        if (x == 3) {
            printf("%d %d\n", x, y);
            break;
        }
    int k = 10;
    while (k-- > 7) printf("%d", k);
    puts("");
    printf("%d %d\n", sizeof(char) == 1, (int)sizeof(struct {
               char c;
               int i;
               char d;
           }));
    printf("%s\n", (1 ? "yes" : "no"));
    float f = 0.1f;
    double dd = 0.1;
    printf("%d %.20f\n", f == dd, f);
    printf("%d\n", (int)(0.1 + 0.2 == 0.3));
    int *pa = &arr[4], *pb = arr;
    printf("%td\n", pa - pb);
    printf("%c%c%c\n", "abc"[1], 2 ["xyz"], *("q"));
    {
        int a = 99;
        {
            extern int errno_dummy;
            int a = 7;
            printf("%d ", a);
        }
        printf("%d\n", a);
    }
    printf("%d %d %d\n", ~5, !5, -5 % 3);
    printf("%x %x\n", 0xF0 ^ 0xFF, 0xF0 & ~0x30);
    goto end;
    printf("skipped");
end:
    printf("%d\n", printf("ab\n"));
    return MAX(3, 4) == 4 ? 0 : 1;
}
