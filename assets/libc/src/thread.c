// POSIX threads: beginning, ending, joining, cancelling.
//
//   map                                                     map + map_size
//    | guard page | stack ...                  | entry frame | struct __thread_block |
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <shmscope/futex.h>
#include <shmscope/libc.h>
#include <shmscope/thread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096ul
#define USUAL_STACK (8ul << 20)
#define CANCEL_SIGNAL 32  // glibc's too: it ends the sleep of a thread that is to be cancelled
#define ENTRY_WORDS 4     // what the first function of a thread finds on its stack; see clone
#define FLAGS                                                                                                      \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |             \
     CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

static int living = 1;
static struct __thread_block *detached;  // those that ended, or will, with nobody to free their stacks
static struct __library_lock list_lock;

pthread_t pthread_self(void) { return (pthread_t)__self(); }
int pthread_equal(pthread_t a, pthread_t b) { return a == b; }

static int number_of(struct __thread_block *thread) {
    return !thread->body ? getpid() : thread->number;  // the first thread has no body
}

// Frees the stacks of detached threads that have ended.
static void sweep(void) {
    struct __thread_block **link;
    __lock(&list_lock);
    link = &detached;
    while (*link) {
        struct __thread_block *thread = *link;
        if (thread->number == 0) {
            *link = thread->next;
            if (thread->map) munmap(thread->map, thread->map_size);
        } else {
            link = &thread->next;
        }
    }
    __unlock(&list_lock);
}

static void forget(struct __thread_block *thread) {
    __lock(&list_lock);
    thread->next = detached;
    detached = thread;
    __unlock(&list_lock);
}

static void enter(struct __thread_block *self) { pthread_exit(self->body(self->argument)); }

// Memory for the stack and the block; null when there is none.
static struct __thread_block *new_thread(const pthread_attr_t *attributes) {
    size_t size = attributes && attributes->__stack_size ? attributes->__stack_size : USUAL_STACK;
    char *own = attributes ? attributes->__stack : NULL;
    struct __thread_block *thread;
    char *map = own;
    size = (size + PAGE - 1) & ~(PAGE - 1);
    if (!own) {
        map = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
        if (map == MAP_FAILED) return NULL;
        mprotect(map + PAGE, size - PAGE, PROT_READ | PROT_WRITE);
    }
    thread = (struct __thread_block *)(((unsigned long)map + size - sizeof *thread) & ~63ul);
    memset(thread, 0, sizeof *thread);
    if (!own) {
        thread->map = map;
        thread->map_size = size;
    }
    return thread;
}

static void no_handler(int signal) { (void)signal; }

static void end_if_cancelled(void) {
    struct __thread_block *self = __self();
    if (self->cancelled && !self->cancel_disabled && !self->leaving) pthread_exit(PTHREAD_CANCELED);
}

static void begin_threading(void) {
    struct sigaction action;
    if (__threaded) return;
    memset(&action, 0, sizeof action);
    action.sa_handler = no_handler;
    sigaction(CANCEL_SIGNAL, &action, NULL);
    __cancel_hook = end_if_cancelled;
    __threaded = 1;
}

int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attributes, void *(*body)(void *),
                   void *restrict argument) {
    struct __thread_block *made;
    unsigned long *stack;
    long returned;
    begin_threading();
    sweep();
    made = new_thread(attributes);
    if (!made) return EAGAIN;
    made->body = body;
    made->argument = argument;
    made->detached = attributes && attributes->__detached;
    stack = (unsigned long *)made - ENTRY_WORDS;
    stack[0] = (unsigned long)enter;
    stack[1] = 0;
    stack[2] = (unsigned long)made;
    *thread = (pthread_t)made;
    __sync_fetch_and_add(&living, 1);
    returned = __builtin_syscall(SYS_clone, FLAGS, stack, &made->number, &made->number, made);
    if (returned < 0) {
        __sync_fetch_and_sub(&living, 1);
        if (made->map) munmap(made->map, made->map_size);
        return (int)-returned;
    }
    if (made->detached) forget(made);
    return 0;
}

static void (*destructors[__KEYS])(void *);
static int key_used[__KEYS];

// "PTHREAD_DESTRUCTOR_ITERATIONS": destructors may set values again.
static void destroy_specific(struct __thread_block *self) {
    int round, key, again = 1;
    for (round = 0; round < 4 && again; ++round) {
        again = 0;
        for (key = 0; key < __KEYS; ++key) {
            void *value = (void *)self->specific[key];
            if (!value || !destructors[key]) continue;
            self->specific[key] = NULL;
            destructors[key](value);
            again = 1;
        }
    }
}

_Noreturn void pthread_exit(void *result) {
    struct __thread_block *self = __self();
    self->leaving = 1;
    self->result = result;
    while (self->cleanups) __pop_cleanup(self->cleanups, 1);
    destroy_specific(self);
    // "After the last thread in a process terminates, the process terminates as by calling exit(3) with an exit status
    // of zero".
    if (__sync_sub_and_fetch(&living, 1) == 0) exit(0);
    __builtin_no_steps();
    for (;;) __builtin_syscall(SYS_exit, 0);
}

static int join(struct __thread_block *thread, void **result, int wait) {
    int number;
    if (thread == __self()) return EDEADLK;
    if (thread->detached) return EINVAL;
    if (!wait && thread->number != 0) return EBUSY;
    if (__sync_lock_test_and_set(&thread->joined, 1)) return EINVAL;
    while ((number = thread->number) != 0) {
        __sleep_while(&thread->number, (unsigned int)number, 1, CLOCK_REALTIME, NULL);
        if (thread->number != 0) {
            if (__self()->cancelled) thread->joined = 0;
            __test_cancel();
        }
    }
    if (result) *result = thread->result;
    if (thread->map) munmap(thread->map, thread->map_size);
    return 0;
}

int pthread_join(pthread_t thread, void **result) {
    __test_cancel();
    return join((struct __thread_block *)thread, result, 1);
}
int pthread_tryjoin_np(pthread_t thread, void **result) { return join((struct __thread_block *)thread, result, 0); }

int pthread_detach(pthread_t handle) {
    struct __thread_block *thread = (struct __thread_block *)handle;
    if (thread->detached) return EINVAL;
    thread->detached = 1;
    if (thread->body) forget(thread);
    return 0;
}

int pthread_kill(pthread_t handle, int signal) {
    int number = number_of((struct __thread_block *)handle);
    if (number == 0) return 0;  // has ended, and was not joined
    return (int)-__builtin_syscall(SYS_tgkill, getpid(), number, signal);
}

// --- cancelling, at cancellation points only

void pthread_testcancel(void) { __test_cancel(); }

int pthread_cancel(pthread_t handle) {
    struct __thread_block *thread = (struct __thread_block *)handle;
    begin_threading();
    thread->cancelled = 1;
    return pthread_kill(handle, CANCEL_SIGNAL);
}

int pthread_setcancelstate(int state, int *before) {
    if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE) return EINVAL;
    if (before) *before = __self()->cancel_disabled;
    __self()->cancel_disabled = state;
    return 0;
}

// Cancelling is always deferred: asynchronous cancelling is not modelled.
int pthread_setcanceltype(int type, int *before) {
    if (before) *before = PTHREAD_CANCEL_DEFERRED;
    return type == PTHREAD_CANCEL_DEFERRED ? 0 : EINVAL;
}

void __push_cleanup(struct __cleanup *cleanup) {
    cleanup->older = __self()->cleanups;
    __self()->cleanups = cleanup;
}

void __pop_cleanup(struct __cleanup *cleanup, int run) {
    __self()->cleanups = cleanup->older;
    if (run) cleanup->run(cleanup->argument);
}

// --- values of a thread's own

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *)) {
    unsigned int i;
    for (i = 0; i < __KEYS; ++i) {
        if (key_used[i] || __sync_lock_test_and_set(&key_used[i], 1)) continue;
        destructors[i] = destructor;
        *key = i;
        return 0;
    }
    return EAGAIN;
}

int pthread_key_delete(pthread_key_t key) {
    if (key >= __KEYS || !key_used[key]) return EINVAL;
    destructors[key] = NULL;
    key_used[key] = 0;
    return 0;
}

void *pthread_getspecific(pthread_key_t key) { return key < __KEYS ? (void *)__self()->specific[key] : NULL; }

int pthread_setspecific(pthread_key_t key, const void *value) {
    if (key >= __KEYS || !key_used[key]) return EINVAL;
    __self()->specific[key] = value;
    return 0;
}

// --- attributes

int pthread_attr_init(pthread_attr_t *attributes) {
    memset(attributes, 0, sizeof *attributes);
    attributes->__stack_size = USUAL_STACK;
    return 0;
}
int pthread_attr_destroy(pthread_attr_t *attributes) {
    (void)attributes;
    return 0;
}
int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state) {
    if (state != PTHREAD_CREATE_JOINABLE && state != PTHREAD_CREATE_DETACHED) return EINVAL;
    attributes->__detached = state;
    return 0;
}
int pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *state) {
    *state = attributes->__detached;
    return 0;
}
int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size) {
    if (size < PTHREAD_STACK_MIN) return EINVAL;
    attributes->__stack_size = size;
    return 0;
}
int pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *size) {
    *size = attributes->__stack_size;
    return 0;
}
int pthread_attr_setstack(pthread_attr_t *attributes, void *stack, size_t size) {
    attributes->__stack = stack;
    return pthread_attr_setstacksize(attributes, size);
}

// --- what lies below

static void clone_entry(int (*body)(void *), void *argument) {
    long status = body(argument);
    for (;;) __builtin_syscall(SYS_exit, status);
}

int clone(int (*body)(void *), void *stack, int flags, void *argument, ...) {
    unsigned long *top = (unsigned long *)((unsigned long)stack & ~15ul) - ENTRY_WORDS;
    va_list rest;
    void *parent_number = NULL, *thread_pointer = NULL, *child_number = NULL;
    va_start(rest, argument);
    if (flags & (CLONE_PARENT_SETTID | CLONE_SETTLS | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID)) {
        parent_number = va_arg(rest, void *);
        if (flags & (CLONE_SETTLS | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID)) thread_pointer = va_arg(rest, void *);
        if (flags & (CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID)) child_number = va_arg(rest, void *);
    }
    va_end(rest);
    if (!body || !stack) {
        errno = EINVAL;
        return -1;
    }
    top[0] = (unsigned long)clone_entry;
    top[1] = 0;
    top[2] = (unsigned long)body;
    top[3] = (unsigned long)argument;
    return (int)__result(__builtin_syscall(SYS_clone, flags, top, parent_number, child_number, thread_pointer));
}

int unshare(int flags) {
    return (int)__result(__builtin_syscall(SYS_unshare, flags));
}
