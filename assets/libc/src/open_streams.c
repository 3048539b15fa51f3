// Streams that lead to files: opened, positioned, closed.
#include <errno.h>
#include <fcntl.h>
#include <shmscope/libc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The flags of open for a mode of fopen, -1 for no mode; `access` gets what the stream may do.
static int parse_mode(const char *mode, int *access) {
    int flags;
    switch (*mode) {
        case 'r': flags = O_RDONLY, *access = __STREAM_READS; break;
        case 'w': flags = O_WRONLY | O_CREAT | O_TRUNC, *access = __STREAM_WRITES; break;
        case 'a': flags = O_WRONLY | O_CREAT | O_APPEND, *access = __STREAM_WRITES | __STREAM_APPENDS; break;
        default: errno = EINVAL; return -1;
    }
    while (*++mode && *mode != ',') {
        if (*mode == '+') {
            flags = (flags & ~O_ACCMODE) | O_RDWR;
            *access |= __STREAM_READS | __STREAM_WRITES;
        }
        if (*mode == 'x') flags |= O_EXCL;
        if (*mode == 'e') flags |= O_CLOEXEC;
    }
    return flags;
}

FILE *__new_stream(int descriptor, int access) {
    FILE *stream = calloc(1, sizeof *stream);
    if (!stream) return NULL;
    stream->descriptor = descriptor;
    stream->access = access;
    stream->mode = -1;
    stream->allocated = 1;
    stream->older = __streams;
    __streams = stream;
    return stream;
}

FILE *fopen(const char *restrict path, const char *restrict mode) {
    int access, descriptor;
    int flags = parse_mode(mode, &access);
    FILE *stream;
    if (flags < 0) return NULL;
    descriptor = open(path, flags, 0666);
    if (descriptor < 0) return NULL;
    stream = __new_stream(descriptor, access);
    if (!stream) close(descriptor);
    return stream;
}

FILE *fdopen(int descriptor, const char *mode) {
    int access, has;
    int flags = parse_mode(mode, &access);
    if (flags < 0) return NULL;
    has = fcntl(descriptor, F_GETFL);
    if (has < 0) return NULL;
    // "The mode of the stream … must be compatible with the mode of the file descriptor."
    if ((access & __STREAM_READS && (has & O_ACCMODE) == O_WRONLY) ||
        (access & __STREAM_WRITES && (has & O_ACCMODE) == O_RDONLY)) {
        errno = EINVAL;
        return NULL;
    }
    if (access & __STREAM_APPENDS && !(has & O_APPEND) && fcntl(descriptor, F_SETFL, has | O_APPEND) < 0) return NULL;
    return __new_stream(descriptor, access);
}

// Everything a stream knows of its file is forgotten.
static void reset(FILE *stream) {
    stream->error = stream->at_end = stream->writing = 0;
    stream->buffer = stream->next = stream->end = NULL;
    stream->size = 0;
    stream->mode = -1;
}

// The stream keeps its descriptor's number.
FILE *freopen(const char *restrict path, const char *restrict mode, FILE *restrict stream) {
    int access, descriptor, old = stream->descriptor;
    int flags = parse_mode(mode, &access);
    fflush(stream);
    if (flags < 0) return NULL;
    if (!path) {
        // "If pathname is a null pointer, … attempts to change the mode of the stream": what the descriptor allows.
        stream->access = access;
        return stream;
    }
    close(old);
    reset(stream);
    descriptor = open(path, flags, 0666);
    if (descriptor < 0) {
        stream->descriptor = -1;
        return NULL;
    }
    if (old >= 0 && descriptor != old) {
        dup3(descriptor, old, flags & O_CLOEXEC);
        close(descriptor);
        descriptor = old;
    }
    stream->descriptor = descriptor;
    stream->access = access;
    return stream;
}

FILE *tmpfile(void) {
    char name[] = "/tmp/tmpfXXXXXX";
    int descriptor = mkstemp(name);
    FILE *stream;
    if (descriptor < 0) return NULL;
    unlink(name);
    stream = __new_stream(descriptor, __STREAM_READS | __STREAM_WRITES);
    if (!stream) close(descriptor);
    return stream;
}

void __forget_stream(FILE *stream) {
    FILE **link = &__streams;
    while (*link && *link != stream) link = &(*link)->older;
    if (*link) *link = stream->older;
    if (!stream->allocated) {
        stream->descriptor = -1;
        stream->access = 0;
        return;
    }
    free(stream->own_buffer);
    free(stream);
}

int fclose(FILE *stream) {
    int failed = fflush(stream);
    int descriptor = stream->descriptor;
    __forget_stream(stream);
    return close(descriptor) < 0 || failed ? EOF : 0;
}

int fseeko(FILE *stream, off_t offset, int whence) {
    if (__flush_stream(stream) == EOF) return -1;
    if (whence == SEEK_CUR && !stream->writing) offset -= stream->end - stream->next;
    if (lseek(stream->descriptor, offset, whence) < 0) return -1;
    stream->writing = 0;
    stream->next = stream->end = stream->buffer;
    stream->at_end = 0;
    return 0;
}

off_t ftello(FILE *stream) {
    int whence = stream->writing && stream->access & __STREAM_APPENDS && stream->next != stream->buffer ? SEEK_END : SEEK_CUR;
    off_t position = lseek(stream->descriptor, 0, whence);
    if (position < 0) return -1;
    return stream->writing ? position + (stream->next - stream->buffer) : position - (stream->end - stream->next);
}

int fseek(FILE *stream, long offset, int whence) { return fseeko(stream, offset, whence); }
long ftell(FILE *stream) { return ftello(stream); }

void rewind(FILE *stream) {
    fseeko(stream, 0, SEEK_SET);
    stream->error = 0;
}

int fgetpos(FILE *restrict stream, fpos_t *restrict position) {
    position->__position = ftello(stream);
    return position->__position < 0 ? -1 : 0;
}

int fsetpos(FILE *stream, const fpos_t *position) { return fseeko(stream, position->__position, SEEK_SET); }
