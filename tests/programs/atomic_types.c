#define _DEFAULT_SOURCE
// C11 atomics: types, functions and operators; children share them and lose nothing.
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 3
#define ROUNDS 100

struct shared {
    atomic_int count;
    _Atomic unsigned char bytes[4];
    atomic_long product;
    _Atomic(uint16_t) bits;
    atomic_flag lock;
    int guarded;
    atomic_bool go;
};

static void count_together(struct shared *shared) {
    while (!atomic_load(&shared->go)) sched_yield();
    for (int i = 0; i < ROUNDS; i++) {
        shared->count++;
        atomic_fetch_add_explicit(&shared->bytes[1], 1, memory_order_relaxed);
        shared->bits ^= (uint16_t)(1u << (i % 16));
        while (atomic_flag_test_and_set(&shared->lock)) sched_yield();
        shared->guarded = shared->guarded + 1;
        atomic_flag_clear(&shared->lock);
        long seen = atomic_load(&shared->product);
        while (!atomic_compare_exchange_weak(&shared->product, &seen, (seen * 3 + 1) % 1000003)) continue;
    }
}

static void together(void) {
    struct shared *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    atomic_init(&shared->product, 7);
    for (int i = 0; i < CHILDREN; i++) {
        if (fork() != 0) continue;
        count_together(shared);
        _exit(0);
    }
    shared->go = true;
    while (wait(NULL) > 0) continue;
    printf("%d %d %d %d %d %#x %d %ld\n", shared->count, shared->bytes[0], shared->bytes[1], shared->bytes[2],
           shared->bytes[3], shared->bits, shared->guarded, shared->product);
}

// The value of an expression, then what the object holds.
#define SHOW(object, expression)                      \
    do {                                              \
        long value = (long)(expression);              \
        printf("%ld %ld\n", value, (long)(object));   \
    } while (0)

static void operators(void) {
    atomic_int n = ATOMIC_VAR_INIT(5);
    _Atomic int8_t small = 127;
    atomic_uint u = 0;
    _Atomic(long) big = 1;
    SHOW(n, n++);
    SHOW(n, ++n);
    SHOW(n, n--);
    SHOW(n, --n);
    SHOW(n, n += 30);
    SHOW(n, n -= 100);
    SHOW(n, n *= -7);
    SHOW(n, n /= 2);
    SHOW(n, n %= 100);
    SHOW(n, n |= 0x18);
    SHOW(n, n &= 0x1c);
    SHOW(n, n ^= 5);
    SHOW(n, n <<= 3);
    SHOW(n, n >>= 1);
    SHOW(small, ++small);
    SHOW(small, small--);
    SHOW(u, --u);
    SHOW(u, u += 2);
    SHOW(big, big = 1L << 40);
    SHOW(n, n == 100 ? -n : n * 2);
}

static void functions(void) {
    atomic_int n = 12;
    int expected = 11;
    uint8_t byte = 250;
    atomic_flag flag = ATOMIC_FLAG_INIT;
    SHOW(n, atomic_fetch_or(&n, 1));
    SHOW(n, atomic_fetch_and(&n, 9));
    SHOW(n, atomic_fetch_xor(&n, 3));
    SHOW(n, atomic_fetch_sub(&n, 20));
    SHOW(n, atomic_exchange(&n, 99));
    SHOW(expected, atomic_compare_exchange_strong(&n, &expected, 1));
    SHOW(n, atomic_compare_exchange_strong(&n, &expected, 1));
    atomic_store_explicit(&n, -1, memory_order_release);
    SHOW(n, atomic_load_explicit(&n, memory_order_acquire));
    SHOW(n, atomic_is_lock_free(&n));
    SHOW(flag.__val, atomic_flag_test_and_set(&flag));
    SHOW(flag.__val, atomic_flag_test_and_set(&flag));
    atomic_flag_clear(&flag);
    SHOW(flag.__val, atomic_flag_test_and_set_explicit(&flag, memory_order_acquire));
    SHOW(byte, __atomic_add_fetch(&byte, 10, __ATOMIC_SEQ_CST));
    SHOW(byte, __sync_or_and_fetch(&byte, 64));
    SHOW(byte, __sync_fetch_and_xor(&byte, 255));
}

static void pointers(void) {
    static int numbers[4] = {10, 20, 30, 40};
    int *_Atomic at = numbers;
    _Atomic(int *) other = &numbers[3];
    at++;
    at += 1;
    other -= 2;
    printf("%d %d %td\n", *at, *other, at - other);
    int *old = atomic_exchange(&at, &numbers[3]);
    printf("%d %d\n", *old, *at);
    printf("%zu %zu %zu %zu\n", sizeof(atomic_int), sizeof at, sizeof(atomic_flag), sizeof(struct shared));
}

int main(void) {
    operators();
    functions();
    pointers();
    fflush(stdout);
    together();
    return 0;
}
