// Unformatted output.
#include <shmscope/libc.h>
#include <string.h>

int fputc(int c, FILE *stream) {
    char byte = (char)c;
    return __write_stream(stream, &byte, 1) == 1 ? (unsigned char)byte : EOF;
}

int putc(int c, FILE *stream) { return fputc(c, stream); }
int putchar(int c) { return fputc(c, stdout); }

int fputs(const char *restrict text, FILE *restrict stream) {
    size_t size = strlen(text);
    return __write_stream(stream, text, size) == size ? 1 : EOF;
}

int puts(const char *text) {
    int failed;
    __lock(&stdout->lock);
    failed = fputs(text, stdout) == EOF || putchar('\n') == EOF;
    __unlock(&stdout->lock);
    return failed ? EOF : (int)strlen(text) + 1;
}

size_t fwrite(const void *restrict from, size_t size, size_t count, FILE *restrict stream) {
    if (size == 0 || count == 0) return 0;
    return __write_stream(stream, from, size * count) / size;
}
