// What printf's conversions mean.
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <shmscope/libc.h>
#include <stdint.h>
#include <string.h>

enum { LEFT = 1, PLUS = 2, SPACE = 4, ALTERNATE = 8, ZERO = 16, GROUP = 32 };

// One conversion: %[flags][width][.precision][length]conversion
struct conversion {
    int flags;
    int width;
    int precision;  // -1: none given
    int length;     // 'H' for hh, 'h', 'l' (also ll j z t), 0
    char letter;
};

// Arguments stand in a struct: passed by address, whatever va_list is.
struct arguments {
    va_list list;
};

static void put(struct __sink *sink, const char *text, size_t size) {
    if (size == 0) return;
    sink->count += (long)size;
    sink->put(sink, text, size);
}

static void pad(struct __sink *sink, char with, long count) {
    char blanks[16];
    if (count <= 0) return;
    memset(blanks, with, sizeof blanks);
    for (; count > (long)sizeof blanks; count -= (long)sizeof blanks) put(sink, blanks, sizeof blanks);
    put(sink, blanks, (size_t)count);
}

// Writes sign or 0x, zeroes and the digits, padded to the width.
static void put_number(struct __sink *sink, const struct conversion *conversion, const char *prefix, long zeroes,
                       const char *digits, size_t size) {
    size_t prefix_size = strlen(prefix);
    long blanks = conversion->width - (long)prefix_size - zeroes - (long)size;
    if (blanks < 0) blanks = 0;
    if (conversion->flags & ZERO) {
        zeroes += blanks;
        blanks = 0;
    }
    if (!(conversion->flags & LEFT)) pad(sink, ' ', blanks);
    put(sink, prefix, prefix_size);
    pad(sink, '0', zeroes);
    put(sink, digits, size);
    if (conversion->flags & LEFT) pad(sink, ' ', blanks);
}

static const char *sign_prefix(const struct conversion *conversion, int negative) {
    if (negative) return "-";
    return conversion->flags & PLUS ? "+" : conversion->flags & SPACE ? " " : "";
}

// Digits from the end of `buffer` to the left; where they begin.
static char *digits_of(unsigned long value, unsigned base, int upper, char *end) {
    const char *letters = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    for (; value > 0; value /= base) *--end = letters[value % base];
    return end;
}

static void put_integer(struct __sink *sink, struct conversion conversion, unsigned long value, unsigned base,
                        const char *prefix) {
    char buffer[24];
    char *end = buffer + sizeof buffer;
    char *digits = digits_of(value, base, conversion.letter == 'X', end);
    long size = end - digits;
    long zeroes = (conversion.precision < 0 ? 1 : conversion.precision) - size;
    if (zeroes < 0) zeroes = 0;
    if (conversion.precision >= 0) conversion.flags &= ~ZERO;
    if (base == 8 && (conversion.flags & ALTERNATE) && zeroes == 0) zeroes = 1;
    put_number(sink, &conversion, prefix, zeroes, digits, (size_t)size);
}

static long take_signed(struct arguments *arguments, int length) {
    if (length == 'l') return va_arg(arguments->list, long);
    if (length == 'h') return (short)va_arg(arguments->list, int);
    if (length == 'H') return (signed char)va_arg(arguments->list, int);
    return va_arg(arguments->list, int);
}

static unsigned long take_unsigned(struct arguments *arguments, int length) {
    if (length == 'l') return va_arg(arguments->list, unsigned long);
    if (length == 'h') return (unsigned short)va_arg(arguments->list, unsigned int);
    if (length == 'H') return (unsigned char)va_arg(arguments->list, unsigned int);
    return va_arg(arguments->list, unsigned int);
}

static void put_signed(struct __sink *sink, const struct conversion *conversion, long value) {
    unsigned long magnitude = value < 0 ? -(unsigned long)value : (unsigned long)value;
    put_integer(sink, *conversion, magnitude, 10, sign_prefix(conversion, value < 0));
}

static void put_unsigned(struct __sink *sink, const struct conversion *conversion, unsigned long value) {
    const char *prefix = "";
    unsigned base = conversion->letter == 'u' ? 10 : conversion->letter == 'o' ? 8 : 16;
    if (base == 16 && (conversion->flags & ALTERNATE) && value) prefix = conversion->letter == 'X' ? "0X" : "0x";
    put_integer(sink, *conversion, value, base, prefix);
}

static void put_bytes(struct __sink *sink, const struct conversion *conversion, const char *text, size_t size) {
    long blanks = conversion->width - (long)size;
    if (!(conversion->flags & LEFT)) pad(sink, ' ', blanks);
    put(sink, text, size);
    if (conversion->flags & LEFT) pad(sink, ' ', blanks);
}

static void put_string(struct __sink *sink, const struct conversion *conversion, const char *text) {
    size_t most = conversion->precision < 0 ? (size_t)-1 : (size_t)conversion->precision;
    if (!text) text = most >= 6 ? "(null)" : "";
    put_bytes(sink, conversion, text, strnlen(text, most));
}

static void put_pointer(struct __sink *sink, struct conversion conversion, void *pointer) {
    if (!pointer) {
        conversion.precision = -1;
        put_string(sink, &conversion, "(nil)");
        return;
    }
    conversion.letter = 'x';
    put_integer(sink, conversion, (unsigned long)pointer, 16, "0x");
}

#define LARGEST_PRECISION 511   // of the CPU's conversion
#define LONGEST_DOUBLE 840      // 309 digits, the point, the precision, the exponent

// The CPU gives the text of a double eight characters at a time.
static size_t double_text(double value, const struct conversion *conversion, char *text) {
    unsigned long precision = conversion->precision < 0 ? 6 : (unsigned long)conversion->precision;
    unsigned long request = (unsigned char)conversion->letter;
    size_t size = 0;
    if (precision > LARGEST_PRECISION) precision = LARGEST_PRECISION;
    request |= precision << 8;
    if (conversion->flags & ALTERNATE) request |= 1ul << 20;
    for (;; request += 1ul << 32) {
        unsigned long chunk = __builtin_format_double(value, request);
        int i;
        for (i = 0; i < 8; ++i, chunk >>= 8) {
            if (!(chunk & 255)) return size;
            text[size++] = (char)chunk;
        }
    }
}

// Known inaccuracy: of more than 511 decimals the rest is not shown.
static void put_double(struct __sink *sink, struct conversion conversion, double value) {
    char text[LONGEST_DOUBLE];
    size_t size = double_text(value, &conversion, text);
    int negative = text[0] == '-';
    if (isnan(value) || isinf(value)) conversion.flags &= ~ZERO;
    put_number(sink, &conversion, sign_prefix(&conversion, negative), 0, text + negative, size - (size_t)negative);
}

static int read_flag(char c) {
    const char *known = "-+ #0'";
    const char *found = c ? strchr(known, c) : NULL;
    return found ? 1 << (found - known) : 0;
}

// A number in the format, or the next argument for '*'.
static const char *read_count(const char *format, int *count, struct arguments *arguments) {
    if (*format == '*') {
        *count = va_arg(arguments->list, int);
        return format + 1;
    }
    for (*count = 0; *format >= '0' && *format <= '9'; ++format) {
        if (*count < INT_MAX / 10 - 1) *count = *count * 10 + (*format - '0');
    }
    return format;
}

static const char *read_length(const char *format, int *length) {
    *length = 0;
    for (;; ++format) {
        if (*format == 'h') {
            *length = *length == 'h' ? 'H' : 'h';
        } else if (*format && strchr("ljztqL", *format)) {
            *length = 'l';
        } else {
            return format;
        }
    }
}

static const char *read_conversion(const char *format, struct conversion *conversion, struct arguments *arguments) {
    int flag;
    conversion->flags = 0;
    for (; (flag = read_flag(*format)); ++format) conversion->flags |= flag;
    format = read_count(format, &conversion->width, arguments);
    if (conversion->width < 0) {
        conversion->flags |= LEFT;
        conversion->width = -conversion->width;
    }
    conversion->precision = -1;
    if (*format == '.') format = read_count(format + 1, &conversion->precision, arguments);
    if (conversion->precision < 0) conversion->precision = -1;
    if (conversion->flags & LEFT) conversion->flags &= ~ZERO;
    format = read_length(format, &conversion->length);
    conversion->letter = *format;
    return format;
}

// %n: stores how much has been written so far.
static void store_count(const struct __sink *sink, int length, void *to) {
    if (length == 'l') {
        *(long *)to = sink->count;
    } else if (length == 'h') {
        *(short *)to = (short)sink->count;
    } else if (length == 'H') {
        *(signed char *)to = (signed char)sink->count;
    } else {
        *(int *)to = (int)sink->count;
    }
}

// Writes one conversion; 0 if there is no such.
static int convert(struct __sink *sink, const struct conversion *conversion, struct arguments *arguments,
                   int error) {
    char byte;
    switch (conversion->letter) {
        case 'd':
        case 'i': put_signed(sink, conversion, take_signed(arguments, conversion->length)); break;
        case 'u':
        case 'o':
        case 'x':
        case 'X': put_unsigned(sink, conversion, take_unsigned(arguments, conversion->length)); break;
        case 'c':
            byte = (char)va_arg(arguments->list, int);
            put_bytes(sink, conversion, &byte, 1);
            break;
        case 's': put_string(sink, conversion, va_arg(arguments->list, char *)); break;
        case 'p': put_pointer(sink, *conversion, va_arg(arguments->list, void *)); break;
        case 'f':
        case 'F':
        case 'e':
        case 'E':
        case 'g':
        case 'G': put_double(sink, *conversion, va_arg(arguments->list, double)); break;
        case 'n': store_count(sink, conversion->length, va_arg(arguments->list, void *)); break;
        case 'm': put_string(sink, conversion, strerror(error)); break;
        case '%': put(sink, "%", 1); break;
        default: return 0;
    }
    return 1;
}

int __format(struct __sink *sink, const char *format, va_list list) {
    struct arguments arguments;
    int error = errno;
    va_copy(arguments.list, list);
    while (*format && !sink->failed) {
        struct conversion conversion;
        const char *percent = strchrnul(format, '%');
        put(sink, format, (size_t)(percent - format));
        if (!*percent) break;
        format = read_conversion(percent + 1, &conversion, &arguments);
        if (!convert(sink, &conversion, &arguments, error)) {
            if (!conversion.letter) {
                errno = EINVAL;
                sink->failed = 1;
                break;
            }
            put(sink, percent, (size_t)(format + 1 - percent));
        }
        ++format;
    }
    va_end(arguments.list);
    return sink->failed ? -1 : (int)sink->count;
}
