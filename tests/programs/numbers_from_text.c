// strtol and its family at their limits, and strtod.
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static void whole(const char *text, int base) {
    char *end = "untouched";
    errno = 0;
    long value = strtol(text, &end, base);
    printf("%ld [%s] %d", value, end, errno);
    errno = 0;
    unsigned long positive = strtoul(text, NULL, base);
    printf(" %lu %d\n", positive, errno);
}

static void fraction(const char *text) {
    char *end;
    double value = strtod(text, &end);
    printf("%.17g [%s]\n", value, end);
}

int main(void) {
    whole("  +42abc", 10);
    whole("-0x1Fz", 16);
    whole("0x", 16);
    whole("077", 0);
    whole("0b1", 0);
    whole("zZ9", 36);
    whole("9223372036854775807", 10);
    whole("9223372036854775808", 10);
    whole("-9223372036854775809", 10);
    whole("18446744073709551616", 10);
    whole("", 10);
    whole("12", 1);
    fraction("3.14");
    fraction("  -.5e-3x");
    fraction("1e");
    fraction("0x1.8p-2");
    fraction("12345678901234567890");
    fraction("2.2250738585072014e-308");
    fraction("1e-400");
    fraction("-1e999");
    fraction("inf");
    fraction(".");
    printf("%d %ld %lld\n", atoi("2147483647"), atol("-5"), atoll("1234567890123"));
    return 0;
}
