// What the sources of this library share. Not for programs.
//
// A system call returns its result or -errno, a value in [-4095, -1].
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <shmscope/thread.h>
#include <sys/syscall.h>

// Turns -errno into -1 and errno.
long __result(long returned);

// Runs when the process exits, before it is gone; set by what has something to write.
extern void (*__flush_at_exit)(void);

// Whether a descriptor is a terminal. Leaves errno as it is.
int __is_terminal(int descriptor);

// What a stream was opened for.
#define __STREAM_READS 1
#define __STREAM_WRITES 2
#define __STREAM_APPENDS 4

// A stream. Reading: `next` to `end` is unread. Writing: `buffer` to `next` is unwritten.
struct __file {
    int descriptor;
    int mode;       // _IOFBF ...; -1: decided at first use
    int access;     // __STREAM_READS ...
    int error;
    int at_end;
    int writing;    // next counts bytes to be written
    size_t size;    // of the buffer; 0: the usual size
    char *buffer;   // null: not decided yet
    char *next;
    char *end;
    char *own_buffer;  // used when the program gives none; null: allocated when needed
    char single[4];    // buffer of an unbuffered stream; room for ungetc before it
    int allocated;     // the stream itself is, fclose frees it
    pid_t child;       // of popen
    struct __library_lock lock;
    struct __file *older;
};

// Every open stream, the youngest first.
extern FILE *__streams;
// Takes a stream out of that list and gives back what it holds; the descriptor stays.
void __forget_stream(FILE *stream);
// A new stream for a descriptor; null when there is no memory.
FILE *__new_stream(int descriptor, int access);
// The stream lets go of bytes it read ahead: the descriptor stands where the program thinks it does.
void __rewind_unread(FILE *stream);

// Decides about the buffer. Called before the first byte passes.
void __prepare_stream(FILE *stream);
// Writes what is pending. 0 or EOF.
int __flush_stream(FILE *stream);
// Puts bytes on a stream; how many it took.
size_t __write_stream(FILE *stream, const char *from, size_t size);
// Makes the stream write: what was read ahead is given back. 0, or EOF when it may not.
int __begin_writing(FILE *stream);
// Makes `next` readable; the next byte or EOF, without taking it.
int __fill_stream(FILE *stream);

// Where formatted text goes.
struct __sink {
    void (*put)(struct __sink *sink, const char *text, size_t size);
    long count;  // bytes so far
    int failed;
    FILE *stream;
    int descriptor;
    char *next;  // of a text in memory; `end` is where its final 0 must fit
    char *end;
};

// printf's work: the count, or -1.
int __format(struct __sink *sink, const char *format, va_list arguments);

// Where scanned text comes from: a stream, or a text in memory.
struct __scan_source {
    FILE *stream;
    const char *text;
    long taken;  // bytes so far
};

int __scan(struct __scan_source *source, const char *format, va_list arguments);

// The digits of strtol and friends: value and whether it fits; *end as strtol sets it.
unsigned long __parse_integer(const char *text, char **end, int base, int *negative, int *overflow);
