// The functions of math.h that are exact or exactly rounded.
#include <math.h>
#include <stdio.h>

int main(void) {
    double values[] = {0, 1, 2, 2.5, -2.5, 3.5, 0.49999999999999994, -0.3, 1e15 + 0.5, 1e300, 5e-324, 123456.789};
    for (int i = 0; i < 12; i++) {
        double x = values[i];
        printf("%g: %g %g %g %g %g %.17g\n", x, floor(x), ceil(x), trunc(x), round(x), fabs(x), sqrt(fabs(x)));
    }
    double root = 0;
    for (int i = 1; i < 500; i++) root += sqrt(i * 1.7e-5 + i);
    printf("%.17g\n", root);
    printf("%g %g %g %g\n", fmod(7.5, 2), fmod(-7.5, 2), fmod(1e10, 3), fmod(5.25, -1.5));
    printf("%g %g %f %d %d\n", fmin(1, -2), fmax(1, -2), sqrt(-1.0), isnan(NAN) != 0, isinf(INFINITY) != 0);
    return 0;
}
