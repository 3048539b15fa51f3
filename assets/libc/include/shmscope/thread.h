// Threads as the library sees them. Not for programs.
#pragma once

#include <stddef.h>

#define __KEYS 128  // PTHREAD_KEYS_MAX

struct __cleanup;

// The block of one thread. The first thread's is static; the others' lie at the top of their stacks.
struct __thread_block {
    int error;     // errno
    volatile int number;  // thread id; the kernel makes it 0 and wakes sleepers when the thread has ended
    int detached;
    volatile int joined;  // somebody waits for it
    int cancel_disabled;
    volatile int cancelled;
    int leaving;  // pthread_exit has begun
    void *(*body)(void *);
    void *argument;
    void *result;
    void *map;  // its stack; null: the program's own
    size_t map_size;
    struct __cleanup *cleanups;
    struct __thread_block *next;  // of the detached ones
    const void *specific[__KEYS];
};

struct __thread_block *__self(void);
// Whether there was ever a second thread.
extern int __threaded;
// Ends the thread if another has asked for it. The hook is set when there are threads: programs without them need
// nothing of that.
void __test_cancel(void);
extern void (*__cancel_hook)(void);

// A lock of the library's own data; the thread that has it may take it again. Free while there is one thread only.
struct __library_lock {
    volatile int taken;
    int depth;
    struct __thread_block *owner;
};
void __lock(struct __library_lock *lock);
void __unlock(struct __library_lock *lock);

// Around fork: the heap stands still. In the child, where only one thread is left, no lock counts.
void __lock_library(void);
void __unlock_library(int in_child);
extern struct __library_lock __heap_lock;
