// Bit operations, shifts and the widths of integers.
#include <limits.h>
#include <stdint.h>
#include <stdio.h>

static int population(unsigned long bits) {
    int count = 0;
    for (; bits; bits &= bits - 1) count++;
    return count;
}

static uint32_t rotate(uint32_t value, unsigned by) { return value << by | value >> (32 - by); }

static void binary(unsigned value) {
    for (int i = 7; i >= 0; i--) putchar(value >> i & 1 ? '1' : '0');
    putchar('\n');
}

int main(void) {
    unsigned flags = 0;
    flags |= 1u << 3;
    flags |= 0x11;
    flags &= ~(1u << 4);
    flags ^= 0x81;
    binary(flags);
    printf("%d %d %x\n", population(0xff0f), population(~0ul), rotate(0x80000001u, 4));
    printf("%d %d %u %d\n", -17 >> 2, -17 / 4, (unsigned)-17 >> 28, -17 % 4);
    signed char narrow = (signed char)200;
    unsigned char wide = (unsigned char)-1;
    short cut = (short)70000;
    printf("%d %d %d\n", narrow, wide, cut);
    unsigned wrapped = UINT_MAX;
    wrapped++;
    uint8_t eight = 255;
    eight++;
    printf("%u %u %ld\n", wrapped, eight, (long)INT_MAX + 1);
    printf("%d %d %d\n", -1 < 1u, -1L < 1u, (char)0xff == 0xff);
    printf("%x %x %x\n", 0xf0 & 0x3c, 0xf0 | 0x3c, 0xf0 ^ 0x3c);
    long long big = 1LL << 40;
    printf("%lld %lld %llx\n", big, big >> 35, (unsigned long long)big * 255);
    printf("%zu %zu %zu %zu %zu\n", sizeof(char), sizeof(short), sizeof(int), sizeof(long), sizeof(void *));
    int a = 3, b = 9;
    a ^= b, b ^= a, a ^= b;
    printf("%d %d %d\n", a, b, !!flags);
    return 0;
}
