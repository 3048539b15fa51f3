// Variable arguments: ints, doubles, longs, strings, structs, copies of the list, and a printf of one's own.
#include <stdarg.h>
#include <stdio.h>

struct pair {
    int a;
    double b;
};

static int sum(int count, ...) {
    va_list list;
    int total = 0;
    va_start(list, count);
    while (count-- > 0) total += va_arg(list, int);
    va_end(list);
    return total;
}

static double mixed(const char *kinds, ...) {
    va_list list, again;
    double total = 0;
    int strings = 0;
    va_start(list, kinds);
    va_copy(again, list);
    for (const char *kind = kinds; *kind; kind++) {
        if (*kind == 'i') total += va_arg(list, int);
        if (*kind == 'l') total += (double)va_arg(list, long);
        if (*kind == 'd') total += va_arg(list, double);
        if (*kind == 'p') {
            struct pair pair = va_arg(list, struct pair);
            total += pair.a * pair.b;
        }
        if (*kind == 's') {
            strings++;
            printf("<%s>", va_arg(list, char *));
        }
    }
    printf(" %d strings, first int %d\n", strings, va_arg(again, int));
    va_end(again);
    va_end(list);
    return total;
}

static void log_line(const char *level, const char *format, ...) {
    va_list list;
    printf("[%s] ", level);
    va_start(list, format);
    vprintf(format, list);
    va_end(list);
    putchar('\n');
}

int main(void) {
    struct pair pair = {4, 2.5};
    printf("%d %d\n", sum(3, 10, 20, 30), sum(0));
    printf("%.2f\n", mixed("idlpsd", 1, 2.25, 3L, pair, "text", 0.5));
    log_line("info", "%s has %d items (%.1f%%)", "list", 3, 99.5);
    char c = 'A';
    short s = -5;
    float f = 1.5f;
    printf("%c %d %.2f %d\n", c, s, f, c + s);
    return 0;
}
