// Bytes. Copies go by eight where both sides allow it: every access is one of the simulated machine.
#include <string.h>
#include <strings.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size) {
    char *t = to;
    const char *f = from;
    if ((((unsigned long)t ^ (unsigned long)f) & 7) == 0) {
        for (; size > 0 && ((unsigned long)t & 7); --size) *t++ = *f++;
        for (; size >= 8; size -= 8, t += 8, f += 8) *(unsigned long *)t = *(const unsigned long *)f;
    }
    while (size-- > 0) *t++ = *f++;
    return to;
}

void *mempcpy(void *restrict to, const void *restrict from, size_t size) {
    return (char *)memcpy(to, from, size) + size;
}

void *memmove(void *to, const void *from, size_t size) {
    char *t = to;
    const char *f = from;
    if (t <= f || t >= f + size) return memcpy(to, from, size);
    while (size-- > 0) t[size] = f[size];
    return to;
}

void *memset(void *to, int c, size_t size) {
    unsigned char *t = to;
    unsigned long eight = (unsigned char)c * 0x0101010101010101ul;
    for (; size > 0 && ((unsigned long)t & 7); --size) *t++ = (unsigned char)c;
    for (; size >= 8; size -= 8, t += 8) *(unsigned long *)t = eight;
    while (size-- > 0) *t++ = (unsigned char)c;
    return to;
}

int memcmp(const void *a, const void *b, size_t size) {
    const unsigned char *x = a;
    const unsigned char *y = b;
    for (; size > 0; --size, ++x, ++y) {
        if (*x != *y) return *x - *y;
    }
    return 0;
}

void *memchr(const void *from, int c, size_t size) {
    const unsigned char *f = from;
    for (; size > 0; --size, ++f) {
        if (*f == (unsigned char)c) return (void *)f;
    }
    return NULL;
}

void *memrchr(const void *from, int c, size_t size) {
    const unsigned char *f = from;
    while (size-- > 0) {
        if (f[size] == (unsigned char)c) return (void *)(f + size);
    }
    return NULL;
}

int bcmp(const void *a, const void *b, size_t size) { return memcmp(a, b, size); }
void bcopy(const void *from, void *to, size_t size) { memmove(to, from, size); }
void bzero(void *to, size_t size) { memset(to, 0, size); }

int ffs(int bits) {
    int place = 1;
    if (bits == 0) return 0;
    for (; (bits & 1) == 0; ++place) bits = (int)((unsigned)bits >> 1);
    return place;
}
