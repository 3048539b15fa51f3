// The scanf family.
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <shmscope/libc.h>
#include <stdlib.h>
#include <string.h>

// One conversion: %[*][width][length]letter
struct conversion {
    int ignored;
    int width;   // INT_MAX: none given
    int length;  // 'H' for hh, 'h', 'l' (also ll j z t), 0
    char letter;
};

struct scanner {
    struct __scan_source *source;
    va_list arguments;
    int stored;
};

static int peek(struct __scan_source *source) {
    if (source->stream) return __fill_stream(source->stream);
    return *source->text ? (unsigned char)*source->text : EOF;
}

static void advance(struct __scan_source *source) {
    ++source->taken;
    if (source->stream) {
        ++source->stream->next;
    } else {
        ++source->text;
    }
}

static void skip_space(struct __scan_source *source) {
    int c;
    while ((c = peek(source)) != EOF && isspace(c)) advance(source);
}

#define NUMBER_SIZE 320

// Collects the characters of a number as far as they can belong to one.
static int read_number(struct __scan_source *source, const struct conversion *conversion, int floating, char *text) {
    int width = conversion->width < NUMBER_SIZE - 1 ? conversion->width : NUMBER_SIZE - 1;
    int hex = conversion->letter == 'x' || conversion->letter == 'X' || conversion->letter == 'p';
    int any = conversion->letter == 'i';
    int size = 0, digits = 0, exponent = 0, point = 0;
    for (; size < width; advance(source)) {
        int c = peek(source);
        int last = size ? tolower((unsigned char)text[size - 1]) : 0;
        if ((c == '+' || c == '-') && (size == 0 || (floating && exponent && last == 'e'))) {
            // a sign
        } else if (c != EOF && (hex ? isxdigit(c) : isdigit(c))) {
            ++digits;
        } else if ((c == 'x' || c == 'X') && (hex || any) && digits == 1 && last == '0') {
            hex = 1;
        } else if (floating && c == '.' && !point && !exponent) {
            point = 1;
        } else if (floating && (c == 'e' || c == 'E') && digits && !exponent) {
            exponent = 1;
        } else {
            break;
        }
        text[size++] = (char)c;
    }
    text[size] = 0;
    return digits > 0;
}

static void store_integer(void *to, int length, unsigned long value) {
    if (length == 'l') {
        *(unsigned long *)to = value;
    } else if (length == 'h') {
        *(unsigned short *)to = (unsigned short)value;
    } else if (length == 'H') {
        *(unsigned char *)to = (unsigned char)value;
    } else {
        *(unsigned int *)to = (unsigned int)value;
    }
}

static int base_of(char letter) {
    if (letter == 'd' || letter == 'u') return 10;
    if (letter == 'o') return 8;
    return letter == 'i' ? 0 : 16;
}

static int scan_integer(struct scanner *scanner, const struct conversion *conversion) {
    char text[NUMBER_SIZE];
    unsigned long value;
    int is_signed = conversion->letter == 'd' || conversion->letter == 'i';
    skip_space(scanner->source);
    if (peek(scanner->source) == EOF) return EOF;
    if (!read_number(scanner->source, conversion, 0, text)) return 0;
    if (conversion->ignored) return 1;
    value = is_signed ? (unsigned long)strtol(text, NULL, base_of(conversion->letter))
                      : strtoul(text, NULL, base_of(conversion->letter));
    store_integer(va_arg(scanner->arguments, void *), conversion->letter == 'p' ? 'l' : conversion->length, value);
    ++scanner->stored;
    return 1;
}

static int scan_double(struct scanner *scanner, const struct conversion *conversion) {
    char text[NUMBER_SIZE];
    double value;
    void *to;
    skip_space(scanner->source);
    if (peek(scanner->source) == EOF) return EOF;
    if (!read_number(scanner->source, conversion, 1, text)) return 0;
    if (conversion->ignored) return 1;
    value = strtod(text, NULL);
    to = va_arg(scanner->arguments, void *);
    if (conversion->length == 'l') {
        *(double *)to = value;
    } else {
        *(float *)to = (float)value;
    }
    ++scanner->stored;
    return 1;
}

// Whether [set] takes c. `set` stands behind the bracket, `end` at the closing one.
static int in_set(const char *set, const char *end, int c) {
    int inverted = *set == '^';
    const char *at = set + inverted;
    for (; at < end; ++at) {
        if (at + 2 < end && at[1] == '-') {
            if (c >= (unsigned char)at[0] && c <= (unsigned char)at[2]) return !inverted;
            at += 2;
        } else if (c == (unsigned char)*at) {
            return !inverted;
        }
    }
    return inverted;
}

// %s, %c and %[: characters as long as they fit.
static int scan_text(struct scanner *scanner, const struct conversion *conversion, const char *set, const char *end) {
    char *to = conversion->ignored ? NULL : va_arg(scanner->arguments, char *);
    int width = conversion->letter == 'c' && conversion->width == INT_MAX ? 1 : conversion->width;
    int size = 0;
    if (conversion->letter == 's') skip_space(scanner->source);
    if (peek(scanner->source) == EOF) return EOF;
    for (; size < width; ++size) {
        int c = peek(scanner->source);
        if (c == EOF || (conversion->letter == 's' && isspace(c))) break;
        if (conversion->letter == '[' && !in_set(set, end, c)) break;
        if (to) to[size] = (char)c;
        advance(scanner->source);
    }
    if (size == 0 || (conversion->letter == 'c' && size < width)) return 0;
    if (to && conversion->letter != 'c') to[size] = 0;
    if (to) ++scanner->stored;
    return 1;
}

static const char *read_conversion(const char *format, struct conversion *conversion) {
    conversion->ignored = *format == '*';
    format += conversion->ignored;
    conversion->width = 0;
    for (; isdigit((unsigned char)*format); ++format) {
        if (conversion->width < INT_MAX / 10 - 1) conversion->width = conversion->width * 10 + (*format - '0');
    }
    if (conversion->width == 0) conversion->width = INT_MAX;
    conversion->length = 0;
    for (;; ++format) {
        if (*format == 'h') {
            conversion->length = conversion->length == 'h' ? 'H' : 'h';
        } else if (*format && strchr("ljztqL", *format)) {
            conversion->length = 'l';
        } else {
            break;
        }
    }
    conversion->letter = *format;
    return format;
}

// Where a [set] ends; a bracket right at its beginning belongs to it.
static const char *set_end(const char *set) {
    const char *at = set + (*set == '^');
    if (*at) ++at;
    return strchrnul(at, ']');
}

// One conversion: 1, 0 if the text does not fit, EOF if there is none. *format moves behind it.
static int scan_conversion(struct scanner *scanner, const char **format) {
    struct conversion conversion;
    const char *at = read_conversion(*format, &conversion);
    const char *set = at + 1;
    const char *end = set;
    *format = *at ? at + 1 : at;
    switch (conversion.letter) {
        case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': case 'p':
            return scan_integer(scanner, &conversion);
        case 'e': case 'E': case 'f': case 'F': case 'g': case 'G':
            return scan_double(scanner, &conversion);
        case '[':
            end = set_end(set);
            *format = *end ? end + 1 : end;
            return scan_text(scanner, &conversion, set, end);
        case 's': case 'c':
            return scan_text(scanner, &conversion, set, end);
        case 'n':
            if (!conversion.ignored) {
                store_integer(va_arg(scanner->arguments, void *), conversion.length,
                              (unsigned long)scanner->source->taken);
            }
            return 1;
        case '%':
            skip_space(scanner->source);
            if (peek(scanner->source) != '%') return peek(scanner->source) == EOF ? EOF : 0;
            advance(scanner->source);
            return 1;
    }
    return 0;
}

int __scan(struct __scan_source *source, const char *format, va_list arguments) {
    struct scanner scanner;
    int result = 1;
    scanner.source = source;
    scanner.stored = 0;
    va_copy(scanner.arguments, arguments);
    while (*format && result == 1) {
        if (isspace((unsigned char)*format)) {
            skip_space(source);
            ++format;
        } else if (*format == '%') {
            ++format;
            result = scan_conversion(&scanner, &format);
        } else {
            int c = peek(source);
            result = c == (unsigned char)*format ? 1 : c == EOF ? EOF : 0;
            if (result == 1) advance(source);
            ++format;
        }
    }
    va_end(scanner.arguments);
    return result == EOF && scanner.stored == 0 ? EOF : scanner.stored;
}

int vfscanf(FILE *restrict stream, const char *restrict format, va_list arguments) {
    struct __scan_source source;
    memset(&source, 0, sizeof source);
    source.stream = stream;
    return __scan(&source, format, arguments);
}

int vsscanf(const char *restrict text, const char *restrict format, va_list arguments) {
    struct __scan_source source;
    memset(&source, 0, sizeof source);
    source.text = text;
    return __scan(&source, format, arguments);
}

int vscanf(const char *restrict format, va_list arguments) { return vfscanf(stdin, format, arguments); }

int scanf(const char *restrict format, ...) {
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = vfscanf(stdin, format, arguments);
    va_end(arguments);
    return count;
}

int fscanf(FILE *restrict stream, const char *restrict format, ...) {
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = vfscanf(stream, format, arguments);
    va_end(arguments);
    return count;
}

int sscanf(const char *restrict text, const char *restrict format, ...) {
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = vsscanf(text, format, arguments);
    va_end(arguments);
    return count;
}
