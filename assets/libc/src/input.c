// Input.
#include <errno.h>
#include <shmscope/libc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int __fill_stream(FILE *stream) {
    ssize_t size;
    if (!(stream->access & __STREAM_READS)) {
        errno = EBADF;
        stream->error = 1;
        return EOF;
    }
    __prepare_stream(stream);
    if (stream->writing) {
        if (__flush_stream(stream) == EOF) return EOF;
        stream->writing = 0;
        stream->next = stream->end = stream->buffer;
    }
    if (stream->next < stream->end) return (unsigned char)*stream->next;
    if (stream->at_end) return EOF;
    // A question is on the screen before its answer is read.
    if (stream->mode != _IOFBF && stdout->mode == _IOLBF) __flush_stream(stdout);
    size = read(stream->descriptor, stream->buffer, stream->size);
    stream->next = stream->end = stream->buffer;
    if (size < 0) stream->error = 1;
    if (size == 0) stream->at_end = 1;
    if (size <= 0) return EOF;
    stream->end += size;
    return (unsigned char)*stream->next;
}

int fgetc(FILE *stream) {
    int c = __fill_stream(stream);
    if (c != EOF) ++stream->next;
    return c;
}

int getc(FILE *stream) { return fgetc(stream); }
int getchar(void) { return fgetc(stdin); }

int ungetc(int c, FILE *stream) {
    if (c == EOF || stream->writing || !(stream->access & __STREAM_READS)) return EOF;
    __prepare_stream(stream);
    if (stream->next == stream->buffer) {
        // The buffer has no room in front but for unbuffered streams; an empty one can begin a byte later.
        if (stream->mode != _IONBF && stream->next != stream->end) return EOF;
        if (stream->mode != _IONBF) stream->next = stream->end = stream->buffer + 1;
        if (stream->next == stream->single) return EOF;
    }
    *--stream->next = (char)c;
    stream->at_end = 0;
    return (unsigned char)c;
}

char *fgets(char *restrict line, int size, FILE *restrict stream) {
    int length = 0;
    if (size <= 0) return NULL;
    while (length + 1 < size) {
        int c = fgetc(stream);
        if (c == EOF) break;
        line[length++] = (char)c;
        if (c == '\n') break;
    }
    if ((length == 0 && size > 1) || stream->error) return NULL;
    line[length] = 0;
    return line;
}

ssize_t getdelim(char **restrict line, size_t *restrict size, int delimiter, FILE *restrict stream) {
    size_t length = 0;
    int c;
    if (!*line) *size = 0;
    do {
        c = fgetc(stream);
        if (c == EOF && length == 0) return -1;
        if (length + 2 > *size) {
            size_t more = *size ? *size * 2 : 120;
            char *larger = realloc(*line, more);
            if (!larger) return -1;
            *line = larger;
            *size = more;
        }
        if (c != EOF) (*line)[length++] = (char)c;
    } while (c != delimiter && c != EOF);
    (*line)[length] = 0;
    return (ssize_t)length;
}

ssize_t getline(char **restrict line, size_t *restrict size, FILE *restrict stream) {
    return getdelim(line, size, '\n', stream);
}

size_t fread(void *restrict to, size_t size, size_t count, FILE *restrict stream) {
    char *bytes = to;
    size_t wanted = size * count;
    size_t done = 0;
    while (done < wanted && __fill_stream(stream) != EOF) {
        size_t part = (size_t)(stream->end - stream->next);
        if (part > wanted - done) part = wanted - done;
        memcpy(bytes + done, stream->next, part);
        stream->next += part;
        done += part;
    }
    return size ? done / size : 0;
}
