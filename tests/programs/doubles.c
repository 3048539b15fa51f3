// Floating arithmetic: float and double, conversions, comparisons, Newton's method, series.
#include <float.h>
#include <stdio.h>
#include <stdlib.h>

static double root(double x) {
    double guess = x / 2;
    for (int i = 0; i < 50; i++) guess = (guess + x / guess) / 2;
    return guess;
}

static float mean(const float *values, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) sum += values[i];
    return sum / count;
}

int main(void) {
    float third = 1.0f / 3;
    double exact = 1.0 / 3;
    printf("%.10f %.17f %d\n", third, exact, third == exact);
    float values[] = {1.5f, 2.25f, -3.125f, 0.1f};
    printf("%f %.8f\n", mean(values, 4), values[3] * values[3]);
    printf("%.12f %.12f\n", root(2), root(1e10));
    double e = 1, term = 1;
    for (int i = 1; i < 20; i++) e += term /= i;
    printf("%.15f\n", e);
    printf("%d %d %d %u %ld\n", (int)3.99, (int)-3.99, (int)'a' / 2, (unsigned)3e9, (long)1e15);
    printf("%.1f %.1f %.1f %f\n", (double)7 / 2, 7 / 2 * 1.0, (double)(7 / 2), 1e-7);
    printf("%g %g %g\n", DBL_MAX, DBL_EPSILON, (double)FLT_MAX);
    printf("%d %d %d\n", 0.1 + 0.2 == 0.3, 0.1f + 0.2f == 0.3f, 1.0 / 0.0 > DBL_MAX);
    double numbers[] = {1e20, -1e-5, 123456789, 0.5, 100};
    for (int i = 0; i < 5; i++) printf("%g|%e|%.2f ", numbers[i], numbers[i], numbers[i]);
    printf("\n%.3f %.3f %g\n", atof("3.14159"), strtod("-1e-3", NULL), strtod("1e400", NULL));
    unsigned long big = 18446744073709551615UL;
    printf("%.0f %.0f\n", (double)big, (double)(long)-5);
    int i = 10;
    i *= 1.55;
    i += 0.9;
    float x = i;
    x++;
    printf("%d %.1f %s\n", i, x, x > 15.5 ? "yes" : "no");
    return 0;
}
