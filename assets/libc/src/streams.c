// Streams: their buffers. Those of glibc in size and in when they are written.
#include <errno.h>
#include <shmscope/libc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TERMINAL_SIZE 1024
#define FILE_SIZE 4096
#define UNDECIDED (-1)

// In memory that costs a page only when touched.
static char input_buffer[FILE_SIZE];
static char output_buffer[FILE_SIZE];
static char error_buffer[FILE_SIZE];

static struct __file input = {
    .descriptor = 0, .mode = UNDECIDED, .access = __STREAM_READS, .own_buffer = input_buffer};
static struct __file output = {
    .descriptor = 1, .mode = UNDECIDED, .access = __STREAM_WRITES, .own_buffer = output_buffer, .older = &input};
static struct __file error = {
    .descriptor = 2, .mode = _IONBF, .access = __STREAM_WRITES, .own_buffer = error_buffer, .older = &output};

FILE *stdin = &input;
FILE *stdout = &output;
FILE *stderr = &error;
FILE *__streams = &error;

static int flush_all(void) {
    int failed = 0;
    FILE *stream;
    for (stream = __streams; stream; stream = stream->older) {
        if (__flush_stream(stream) == EOF) failed = EOF;
    }
    return failed;
}

// "Upon program termination … all open streams are flushed": what was read ahead is given back to the descriptor too.
static void finish_all(void) {
    FILE *stream;
    flush_all();
    for (stream = __streams; stream; stream = stream->older) {
        if (stream->mode != _IONBF) __rewind_unread(stream);
    }
}

void __prepare_stream(FILE *stream) {
    __flush_at_exit = finish_all;
    if (stream->buffer) return;
    if (stream->mode == UNDECIDED) {
        int terminal = __is_terminal(stream->descriptor);
        stream->mode = terminal ? _IOLBF : _IOFBF;
        stream->size = terminal ? TERMINAL_SIZE : FILE_SIZE;
    }
    if (stream->mode == _IONBF) {
        // One byte, with room in front of it to push another back.
        stream->buffer = stream->single + 1;
        stream->size = 1;
    } else {
        if (stream->size == 0 || stream->size > FILE_SIZE) stream->size = FILE_SIZE;
        if (!stream->own_buffer) stream->own_buffer = malloc(FILE_SIZE);
        stream->buffer = stream->own_buffer;
        if (!stream->buffer) {
            stream->buffer = stream->single + 1;
            stream->size = 1;
        }
    }
    stream->next = stream->end = stream->buffer;
}

// Writes bytes to the descriptor itself. How many it took.
static size_t write_out(FILE *stream, const char *from, size_t size) {
    size_t done = 0;
    while (done < size) {
        ssize_t written = write(stream->descriptor, from + done, size - done);
        if (written < 0) {
            stream->error = 1;
            break;
        }
        done += (size_t)written;
    }
    return done;
}

static int flush(FILE *stream) {
    size_t pending;
    if (!stream->writing) return 0;
    pending = (size_t)(stream->next - stream->buffer);
    stream->next = stream->buffer;
    if (pending == 0) return 0;
    return write_out(stream, stream->buffer, pending) == pending ? 0 : EOF;
}

int __flush_stream(FILE *stream) {
    int result;
    __lock(&stream->lock);
    result = flush(stream);
    __unlock(&stream->lock);
    return result;
}

void __rewind_unread(FILE *stream) {
    if (stream->writing || stream->next == stream->end) return;
    if (__builtin_syscall(SYS_lseek, stream->descriptor, stream->next - stream->end, SEEK_CUR) < 0) return;
    stream->next = stream->end = stream->buffer;
}

int __begin_writing(FILE *stream) {
    if (!(stream->access & __STREAM_WRITES)) {
        errno = EBADF;
        stream->error = 1;
        return EOF;
    }
    __prepare_stream(stream);
    if (stream->writing) return 0;
    __rewind_unread(stream);
    stream->writing = 1;
    stream->next = stream->end = stream->buffer;
    return 0;
}

// How much must leave at once: up to the last newline of a line-buffered stream.
static size_t urgent_bytes(const FILE *stream, const char *from, size_t size) {
    const char *newline;
    if (stream->mode != _IOLBF) return 0;
    newline = memrchr(from, '\n', size);
    return newline ? (size_t)(newline + 1 - from) : 0;
}

static void append(FILE *stream, const char *from, size_t size) {
    memcpy(stream->next, from, size);
    stream->next += size;
}

static size_t put(FILE *stream, const char *from, size_t size) {
    size_t room, urgent, first, left, direct;
    if (size == 0 || __begin_writing(stream) == EOF) return 0;
    if (stream->mode == _IONBF) return write_out(stream, from, size);
    room = stream->size - (size_t)(stream->next - stream->buffer);
    urgent = urgent_bytes(stream, from, size);
    if (urgent == 0 && size <= room) {
        append(stream, from, size);
        return size;
    }
    // What fits goes into the buffer first, then whole buffers go out directly, then the rest is kept.
    first = urgent && size <= room ? urgent : size;
    if (first > room) first = room;
    append(stream, from, first);
    left = size - first;
    if (__flush_stream(stream) == EOF) return first;
    direct = left >= 128 ? left - left % stream->size : 0;
    if (direct && write_out(stream, from + first, direct) < direct) return first;
    left -= direct;
    if (left == 0) return size;
    append(stream, from + size - left, left);
    if (urgent > size - left) __flush_stream(stream);
    return size;
}

size_t __write_stream(FILE *stream, const char *from, size_t size) {
    size_t taken;
    __lock(&stream->lock);
    taken = put(stream, from, size);
    __unlock(&stream->lock);
    return taken;
}

int fflush(FILE *stream) {
    if (!stream) return flush_all();
    __rewind_unread(stream);
    return __flush_stream(stream);
}

int setvbuf(FILE *restrict stream, char *restrict buffer, int mode, size_t size) {
    if (mode < _IOFBF || mode > _IONBF) return -1;
    __flush_stream(stream);
    // Bytes read ahead would be lost.
    if (!stream->writing && stream->buffer && stream->next != stream->end) return -1;
    stream->mode = mode;
    stream->size = 0;
    stream->buffer = NULL;
    if (mode != _IONBF && buffer && size > 0) {
        stream->buffer = buffer;
        stream->size = size;
    }
    __prepare_stream(stream);
    stream->next = stream->end = stream->buffer;
    return 0;
}

void setbuf(FILE *restrict stream, char *restrict buffer) {
    setvbuf(stream, buffer, buffer ? _IOFBF : _IONBF, BUFSIZ);
}

void setlinebuf(FILE *stream) { setvbuf(stream, NULL, _IOLBF, 0); }

int fileno(FILE *stream) { return stream->descriptor; }
int feof(FILE *stream) { return stream->at_end; }
int ferror(FILE *stream) { return stream->error; }

void clearerr(FILE *stream) {
    stream->at_end = 0;
    stream->error = 0;
}
