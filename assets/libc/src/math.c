// Functions whose result is exact, or exactly rounded, with nothing but arithmetic.
#include <math.h>

#define WHOLE 4503599627370496.0  // 2^52: from here on every double is a whole number

static unsigned long bits_of(double x) { return *(unsigned long *)&x; }
static double from_bits(unsigned long bits) { return *(double *)&bits; }

#define SIGN_BIT (1ul << 63)

// As the processor makes it, with the sign set.
static double not_a_number(void) {
    double zero = 0;
    return zero / zero;
}

static double with_sign_of(double x, double sign) {
    return from_bits((bits_of(x) & ~SIGN_BIT) | (bits_of(sign) & SIGN_BIT));
}

double fabs(double x) { return from_bits(bits_of(x) & ~SIGN_BIT); }
float fabsf(float x) { return (float)fabs(x); }

double trunc(double x) {
    if (!(fabs(x) < WHOLE)) return x;
    return with_sign_of((double)(long)x, x);
}

double floor(double x) {
    double whole = trunc(x);
    return whole > x ? whole - 1 : whole;
}

double ceil(double x) {
    double whole = trunc(x);
    return whole < x ? with_sign_of(whole + 1, x) : whole;
}

double round(double x) {
    double whole = trunc(x);
    if (fabs(x - whole) >= 0.5) whole += x < 0 ? -1 : 1;
    return with_sign_of(whole, x);
}

double fmin(double x, double y) { return isnan(x) || y < x ? y : x; }
double fmax(double x, double y) { return isnan(x) || y > x ? y : x; }

// Subtracts y * 2^n from the largest n down; each difference is exact.
double fmod(double x, double y) {
    double rest = fabs(x);
    double divisor = fabs(y);
    if (isnan(x) || isnan(y) || isinf(x) || y == 0) return not_a_number();
    while (rest >= divisor) {
        double part = divisor;
        while (part <= rest / 2) part *= 2;
        rest -= part;
    }
    return with_sign_of(rest, x);
}

// The root's bits one by one, 53 and one to round by. `rest` is what the square of `root` leaves of the bits of
// `number` so far, which come in pairs from the top; behind the number there are zeroes.
static unsigned long root_bits(unsigned long number) {
    unsigned long root = 0, rest = 0;
    int i;
    for (i = 0; i < 54; ++i) {
        unsigned long trial = root * 4 + 1;
        rest = rest << 2 | (number >> 62 & 3);
        number <<= 2;
        root <<= 1;
        if (rest >= trial) {
            rest -= trial;
            root |= 1;
        }
    }
    return root;
}

double sqrt(double x) {
    unsigned long mantissa, root;
    long exponent;
    if (x == 0 || isnan(x) || x == HUGE_VAL) return x;
    if (x < 0) return not_a_number();
    exponent = (long)(bits_of(x) >> 52);
    mantissa = bits_of(x) & 0xffffffffffffful;
    if (exponent > 0) {
        mantissa |= 1ul << 52;
    } else {
        for (exponent = 1; (mantissa & 1ul << 52) == 0; --exponent) mantissa <<= 1;
    }
    exponent -= 1023;
    // x = mantissa * 2^(exponent - 52) with an even exponent; the first bit pair of `number` is not 0.
    mantissa <<= exponent & 1 ? 11 : 10;
    root = root_bits(mantissa);
    root = (root >> 1) + (root & 1);  // never a tie: the square of an odd root is odd
    exponent = exponent >> 1;
    return from_bits(((unsigned long)(exponent + 1023) << 52) + (root - (1ul << 52)));
}

float sqrtf(float x) { return (float)sqrt(x); }
