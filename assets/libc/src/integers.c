// Text to integers.
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <shmscope/libc.h>
#include <stdlib.h>

static int digit_value(int c) {
    if (isdigit(c)) return c - '0';
    if (isalpha(c)) return tolower(c) - 'a' + 10;
    return 99;
}

unsigned long __parse_integer(const char *text, char **end, int base, int *negative, int *overflow) {
    const char *start = text;
    unsigned long value = 0;
    int digits = 0;
    *overflow = 0;
    while (isspace((unsigned char)*text)) ++text;
    *negative = *text == '-';
    if (*text == '-' || *text == '+') ++text;
    if ((base == 0 || base == 16) && text[0] == '0' && (text[1] | 32) == 'x' && isxdigit((unsigned char)text[2])) {
        text += 2;
        base = 16;
    }
    if (base == 0) base = *text == '0' ? 8 : 10;
    for (; digit_value((unsigned char)*text) < base; ++text, ++digits) {
        unsigned long digit = (unsigned long)digit_value((unsigned char)*text);
        if (value > (ULONG_MAX - digit) / (unsigned long)base) *overflow = 1;
        value = value * (unsigned long)base + digit;
    }
    if (end) *end = (char *)(digits ? text : start);
    return value;
}

static int wrong_base(int base) {
    if (base == 0 || (base >= 2 && base <= 36)) return 0;
    errno = EINVAL;
    return 1;
}

long strtol(const char *restrict text, char **restrict end, int base) {
    int negative, overflow;
    unsigned long value, limit;
    if (wrong_base(base)) return 0;
    value = __parse_integer(text, end, base, &negative, &overflow);
    limit = negative ? (unsigned long)LONG_MAX + 1 : (unsigned long)LONG_MAX;
    if (overflow || value > limit) {
        errno = ERANGE;
        return negative ? LONG_MIN : LONG_MAX;
    }
    return (long)(negative ? -value : value);
}

unsigned long strtoul(const char *restrict text, char **restrict end, int base) {
    int negative, overflow;
    unsigned long value;
    if (wrong_base(base)) return 0;
    value = __parse_integer(text, end, base, &negative, &overflow);
    if (overflow) {
        errno = ERANGE;
        return ULONG_MAX;
    }
    return negative ? -value : value;
}

long long strtoll(const char *restrict text, char **restrict end, int base) { return strtol(text, end, base); }

unsigned long long strtoull(const char *restrict text, char **restrict end, int base) {
    return strtoul(text, end, base);
}

int atoi(const char *text) { return (int)strtol(text, NULL, 10); }
long atol(const char *text) { return strtol(text, NULL, 10); }
long long atoll(const char *text) { return strtol(text, NULL, 10); }
