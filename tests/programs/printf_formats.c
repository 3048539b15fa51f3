// Flags, width, precision, lengths and conversions of printf.
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int main(void) {
    printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d] [%.3d] [%8.3d] [%-8.3d]\n", 42, 42, 42, 42, 42, 42, 42, 42, 42);
    printf("[%+d] [%x] [%X] [%#x] [%#X] [%o] [%#o] [%u]\n", -7, 255, 255, 255, 255, 8, 8, 3000000000u);
    printf("[%#x] [%#o] [%.0d] [%+.0d] [%5.0d]\n", 0, 0, 0, 0, 0);
    printf("[%s] [%10s] [%-10s|] [%.2s] [%10.2s] [%c] [%3c] [%-3c] [%%]\n", "abc", "abc", "abc", "abc", "abc", 'x', 'y', 'z');
    printf("[%*d] [%-*d] [%*d] [%.*s] [%*.*f]\n", 6, 42, 6, 42, -6, 42, 2, "abcdef", 8, 1, 2.25);
    printf("[%ld] [%lu] [%lld] [%llu] [%hd] [%hhd] [%hu] [%hhu] [%zu] [%td] [%jd]\n", -1L, 1UL << 63, -1LL << 62,
           ~0ULL, (short)-300, (signed char)-5, (unsigned short)65535, (unsigned char)255, (size_t)9, (ptrdiff_t)-9,
           (intmax_t)5);
    printf("[%f] [%8.3f] [%-8.2f] [%+.1f] [%08.3f] [% f] [%.0f] [%#.0f]\n", 3.14159265, 3.14159265, 2.5, 1.0, -3.14159,
           1.0, 2.5, 3.0);
    printf("[%e] [%.3E] [%g] [%g] [%g] [%G] [%#g] [%10.4g]\n", 12345.678, 0.00012, 0.0001, 1e10, 100000.0, 1e-10, 1.0,
           3.14159265);
    double zero = 0.0;
    printf("[%f] [%5.1f] [%-6f] [%06f] [%F]\n", 1 / zero, -1 / zero, 1 / zero, 1 / zero, 1 / zero);
    printf("[%p] [%10p] [%p]\n", NULL, NULL, (void *)0x1234);
    int so_far;
    int length = printf("count%n me\n", &so_far);
    printf("%d %d\n", so_far, length);
    char text[16];
    int wanted = snprintf(text, sizeof text, "%s-%d-%s", "abcdefgh", 12345, "too long");
    printf("%d %s %d\n", wanted, text, snprintf(NULL, 0, "%08.3f", 3.14159));
    printf("%.20f\n%.17g\n", 0.1, 0.1);
    return 0;
}
