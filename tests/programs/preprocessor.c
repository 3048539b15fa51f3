// Macros as programs use them.
#include <stdio.h>
#include <string.h>

#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT(x) #x
#define EXPANDED(x) TEXT(x)
#define JOIN(a, b) a##b
#define LOG(format, ...) printf("%s: " format "\n", __func__, ##__VA_ARGS__)
#define SWAP(type, a, b) \
    do {                 \
        type kept = a;   \
        a = b;           \
        b = kept;        \
    } while (0)
#define LEVEL 3
#define COLOURS(X) X(red) X(green) X(blue)

enum colour {
#define AS_ENUM(name) JOIN(colour_, name),
    COLOURS(AS_ENUM) colour_count
};
static const char *const names[] = {
#define AS_TEXT(name) TEXT(name),
    COLOURS(AS_TEXT)
};

#if LEVEL > 2 && defined(MAX)
#define VERBOSE 1
#elif LEVEL
#error not this one
#else
#define VERBOSE 0
#endif

#ifndef MISSING
static int present(void) { return 1; }
#endif

int main(void) {
    int values[] = {4, 8, 15}, JOIN(va, lue) = 16, other = 23;
    printf("%d %zu %s %s\n", MAX(value, other), COUNT(values), TEXT(LEVEL + 1), EXPANDED(LEVEL));
    LOG("no arguments");
    LOG("%d and %s", VERBOSE, "more");
    SWAP(int, value, other);
    if (value > other) SWAP(int, values[0], values[2]);
    else value = 0;
    printf("%d %d %d\n", value, values[0], present());
    printf("%d %s %s\n", colour_count, names[colour_green], strrchr("/" __FILE__, '/') + 1);
    printf("%d %s\n", __LINE__, TEXT("quoted\n" 'c'));
    printf("%s" " and %s\n", "joined", "literals");
    return 0;
}
