// Text to doubles. Known inaccuracy: of more than 19 significant digits the rest counts as zeroes.
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>

#define EXPONENT_LIMIT 100000  // far outside of what a double holds

// Reads "e-12" behind a number. Nothing if no digit follows.
static const char *read_exponent(const char *text, char letter, long *exponent) {
    const char *digit = text + 1;
    long value = 0;
    int negative;
    if ((*text | 32) != letter) return text;
    negative = *digit == '-';
    if (*digit == '-' || *digit == '+') ++digit;
    if (!isdigit((unsigned char)*digit)) return text;
    for (; isdigit((unsigned char)*digit); ++digit) {
        if (value < EXPONENT_LIMIT) value = value * 10 + (*digit - '0');
    }
    *exponent += negative ? -value : value;
    return digit;
}

static const char *read_decimal(const char *text, double *value) {
    unsigned long digits = 0;
    long exponent = 0;
    int seen = 0, point = 0;
    for (;; ++text) {
        if (*text == '.' && !point) {
            point = 1;
            continue;
        }
        if (!isdigit((unsigned char)*text)) break;
        seen = 1;
        if (digits < 1000000000000000000ul) {
            digits = digits * 10 + (unsigned long)(*text - '0');
            exponent -= point;
        } else if (!point) {
            ++exponent;
        }
    }
    if (!seen) return NULL;
    text = read_exponent(text, 'e', &exponent);
    *value = digits ? __builtin_scale10(digits, exponent) : 0.0;
    if (digits && (*value == 0 || *value == HUGE_VAL)) errno = ERANGE;
    return text;
}

static const char *read_hexadecimal(const char *text, double *value) {
    long exponent = 0;
    int point = 0;
    *value = 0;
    for (text += 2;; ++text) {
        if (*text == '.' && !point) {
            point = 1;
            continue;
        }
        if (!isxdigit((unsigned char)*text)) break;
        *value = *value * 16 + (isdigit((unsigned char)*text) ? *text - '0' : (*text | 32) - 'a' + 10);
        exponent -= 4 * point;
    }
    text = read_exponent(text, 'p', &exponent);
    for (; exponent > 0 && *value != HUGE_VAL && *value != 0; --exponent) *value *= 2;
    for (; exponent < 0 && *value != 0; ++exponent) *value /= 2;
    return text;
}

static const char *read_unsigned(const char *text, double *value) {
    if (strncasecmp(text, "inf", 3) == 0) {
        *value = HUGE_VAL;
        return text + (strncasecmp(text, "infinity", 8) == 0 ? 8 : 3);
    }
    if (strncasecmp(text, "nan", 3) == 0) {
        *value = NAN;
        return text + 3;
    }
    if (text[0] == '0' && (text[1] | 32) == 'x' && isxdigit((unsigned char)text[2 + (text[2] == '.')])) {
        return read_hexadecimal(text, value);
    }
    return read_decimal(text, value);
}

double strtod(const char *restrict text, char **restrict end) {
    const char *number = text;
    const char *behind;
    double value = 0;
    int negative;
    while (isspace((unsigned char)*number)) ++number;
    negative = *number == '-';
    if (*number == '-' || *number == '+') ++number;
    behind = read_unsigned(number, &value);
    if (end) *end = (char *)(behind ? behind : text);
    if (!behind) return 0;
    return negative ? -value : value;
}

float strtof(const char *restrict text, char **restrict end) { return (float)strtod(text, end); }
double atof(const char *text) { return strtod(text, NULL); }
