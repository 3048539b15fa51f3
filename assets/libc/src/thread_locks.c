// The running thread, and locks of the library: they are short, so waiting is giving way.
#include <sched.h>
#include <shmscope/libc.h>
#include <shmscope/thread.h>

int __threaded;
void (*__cancel_hook)(void);
struct __library_lock __heap_lock;
static struct __thread_block first;

struct __thread_block *__self(void) {
    struct __thread_block *self = __builtin_thread_pointer();
    return self ? self : &first;
}

void __test_cancel(void) {
    if (__cancel_hook) __cancel_hook();
}

void __lock(struct __library_lock *lock) {
    struct __thread_block *self;
    if (!__threaded) return;
    self = __self();
    if (lock->owner == self) {
        lock->depth++;
        return;
    }
    while (__sync_lock_test_and_set(&lock->taken, 1)) sched_yield();
    lock->owner = self;
    lock->depth = 1;
}

void __unlock(struct __library_lock *lock) {
    if (!__threaded || lock->owner != __self() || --lock->depth > 0) return;
    lock->owner = NULL;
    __sync_lock_release(&lock->taken);
}

void __lock_library(void) {
    __lock(&__heap_lock);
}

void __unlock_library(int in_child) {
    __unlock(&__heap_lock);
    if (in_child) __threaded = 0;
}
