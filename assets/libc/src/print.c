// The printf family: where the text goes.
#include <errno.h>
#include <limits.h>
#include <shmscope/libc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void put_stream(struct __sink *sink, const char *text, size_t size) {
    if (__write_stream(sink->stream, text, size) < size) sink->failed = 1;
}

// Keeps what fits; the rest is only counted.
static void put_text(struct __sink *sink, const char *text, size_t size) {
    size_t room = (size_t)(sink->end - sink->next);
    if (size > room) size = room;
    memcpy(sink->next, text, size);
    sink->next += size;
}

#define COLLECTED 512

// Collects for an unbuffered stream or a descriptor, so that one printf is one write.
struct collector {
    struct __sink sink;
    size_t used;
    char bytes[COLLECTED];
};

static void send_collected(struct collector *collector) {
    size_t used = collector->used;
    collector->used = 0;
    if (used == 0) return;
    if (collector->sink.stream) {
        put_stream(&collector->sink, collector->bytes, used);
    } else if (write(collector->sink.descriptor, collector->bytes, used) < 0) {
        collector->sink.failed = 1;
    }
}

static void put_collected(struct __sink *sink, const char *text, size_t size) {
    struct collector *collector = (struct collector *)sink;
    while (size > 0) {
        size_t part = COLLECTED - collector->used;
        if (part > size) part = size;
        memcpy(collector->bytes + collector->used, text, part);
        collector->used += part;
        text += part;
        size -= part;
        if (collector->used == COLLECTED) send_collected(collector);
    }
}

static int print_collected(FILE *stream, int descriptor, const char *format, va_list arguments) {
    struct collector collector;
    int count;
    memset(&collector.sink, 0, sizeof collector.sink);
    collector.sink.put = put_collected;
    collector.sink.stream = stream;
    collector.sink.descriptor = descriptor;
    collector.used = 0;
    count = __format(&collector.sink, format, arguments);
    send_collected(&collector);
    return collector.sink.failed ? -1 : count;
}

int vfprintf(FILE *restrict stream, const char *restrict format, va_list arguments) {
    struct __sink sink;
    int count;
    if (stream->mode == _IONBF) return print_collected(stream, 0, format, arguments);
    memset(&sink, 0, sizeof sink);
    sink.put = put_stream;
    sink.stream = stream;
    __lock(&stream->lock);
    count = __format(&sink, format, arguments);
    __unlock(&stream->lock);
    return count;
}

int vdprintf(int descriptor, const char *restrict format, va_list arguments) {
    return print_collected(NULL, descriptor, format, arguments);
}

int vsnprintf(char *restrict text, size_t size, const char *restrict format, va_list arguments) {
    struct __sink sink;
    char nothing[1];
    int count;
    if (size == 0) text = nothing;
    memset(&sink, 0, sizeof sink);
    sink.put = put_text;
    sink.next = text;
    // "No limit" must not wrap around the end of the address space.
    sink.end = size > INT_MAX ? text + INT_MAX : size ? text + size - 1 : text;
    count = __format(&sink, format, arguments);
    *sink.next = 0;
    return count;
}

int vprintf(const char *restrict format, va_list arguments) { return vfprintf(stdout, format, arguments); }

int vsprintf(char *restrict text, const char *restrict format, va_list arguments) {
    return vsnprintf(text, (size_t)-1, format, arguments);
}

int vasprintf(char **restrict text, const char *restrict format, va_list arguments) {
    va_list again;
    int size;
    va_copy(again, arguments);
    size = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (size < 0) return -1;
    *text = malloc((size_t)size + 1);
    if (!*text) return -1;
    return vsnprintf(*text, (size_t)size + 1, format, arguments);
}

int printf(const char *restrict format, ...) {
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = vfprintf(stdout, format, arguments);
    va_end(arguments);
    return count;
}

int fprintf(FILE *restrict stream, const char *restrict format, ...) {
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = vfprintf(stream, format, arguments);
    va_end(arguments);
    return count;
}

int dprintf(int descriptor, const char *restrict format, ...) {
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = vdprintf(descriptor, format, arguments);
    va_end(arguments);
    return count;
}

int sprintf(char *restrict text, const char *restrict format, ...) {
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = vsprintf(text, format, arguments);
    va_end(arguments);
    return count;
}

int snprintf(char *restrict text, size_t size, const char *restrict format, ...) {
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return count;
}

int asprintf(char **restrict text, const char *restrict format, ...) {
    va_list arguments;
    int count;
    va_start(arguments, format);
    count = vasprintf(text, format, arguments);
    va_end(arguments);
    return count;
}
