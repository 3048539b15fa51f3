// The heap: blocks side by side between the first break and the last, grown by brk.
//
//      block              block->size bytes                         next block
//     +----------------+--------------------------------------------+------
//     | size_before    |  bytes of the program ...                  |
//     | size | USED    |  or, in a free block: next_free, last_free |
//     +----------------+--------------------------------------------+------
//
// Sizes are multiples of 16 and count the header. `size_before` leads to the block in front. The free blocks form a
// ring, and no two of them touch. Behind the last block stands a header of size 0 that counts as used.
#include <errno.h>
#include <shmscope/libc.h>
#include <shmscope/thread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct block {
    size_t size_before;
    size_t size;  // | USED
    struct block *next_free;
    struct block *last_free;
};

#define USED 1ul
#define HEADER 16ul
#define SMALLEST 32ul
#define GROWTH 0x21000ul          // the heap grows by 132 KiB, as glibc's first time
#define LARGEST (1ul << 46)       // half of the address space

static struct block ring;  // head of the free blocks
static struct block *first_block;
static struct block *last_block;  // the header of size 0

static size_t size_of(const struct block *block) { return block->size & ~USED; }
static struct block *behind(struct block *block) { return (struct block *)((char *)block + size_of(block)); }
static struct block *before(struct block *block) { return (struct block *)((char *)block - block->size_before); }
static void *bytes_of(struct block *block) { return (char *)block + HEADER; }

static void resize(struct block *block, size_t size, size_t used) {
    block->size = size | used;
    behind(block)->size_before = size;
}

static void link_free(struct block *block) {
    block->next_free = ring.next_free;
    block->last_free = &ring;
    ring.next_free->last_free = block;
    ring.next_free = block;
}

static void unlink_free(struct block *block) {
    block->last_free->next_free = block->next_free;
    block->next_free->last_free = block->last_free;
}

// Makes a block free and one with its free neighbours.
static void release(struct block *block) {
    size_t size = size_of(block);
    struct block *next = behind(block);
    if (!(next->size & USED)) {
        unlink_free(next);
        size += size_of(next);
    }
    if (block->size_before && !(before(block)->size & USED)) {
        block = before(block);
        unlink_free(block);
        size += size_of(block);
    }
    resize(block, size, 0);
    link_free(block);
}

static int begin_heap(void) {
    char *start = sbrk(0);
    size_t skew = (size_t)start & 15 ? 16 - ((size_t)start & 15) : 0;
    if (sbrk((intptr_t)(skew + HEADER)) == (void *)-1) return 0;
    first_block = last_block = (struct block *)(start + skew);
    last_block->size_before = 0;
    last_block->size = USED;
    ring.next_free = ring.last_free = &ring;
    return 1;
}

// Room for a block of `size` at the end of the heap.
static int grow(size_t size) {
    struct block *added = last_block;
    size_t more = (size + GROWTH - 1 + HEADER) & ~4095ul;
    char *start;
    // The heap ends with a page.
    more -= ((size_t)added + HEADER + more) & 4095;
    start = sbrk((intptr_t)more);
    if (start == (char *)-1) return 0;
    if (start != (char *)added + HEADER) {
        // The program moved the break itself: what lies in between stays as it is, as a block in use.
        struct block *next = (struct block *)(((size_t)start + 15) & ~15ul);
        resize(added, (size_t)((char *)next - (char *)added), USED);
        more = (more - HEADER - (size_t)((char *)next - start)) & ~15ul;
        added = next;
    }
    last_block = (struct block *)((char *)added + more);
    last_block->size = USED;
    resize(added, more, USED);
    release(added);
    return 1;
}

static struct block *find(size_t size) {
    struct block *block = ring.next_free;
    while (block != &ring && size_of(block) < size) block = block->next_free;
    return block == &ring ? NULL : block;
}

// Cuts what a used block does not need off its end.
static void trim(struct block *block, size_t size) {
    size_t rest = size_of(block) - size;
    struct block *cut;
    if (rest < SMALLEST) return;
    resize(block, size, USED);
    cut = behind(block);
    resize(cut, rest, USED);
    release(cut);
}

static size_t block_size(size_t size) {
    size_t rounded = (size + HEADER + 15) & ~15ul;
    return rounded < SMALLEST ? SMALLEST : rounded;
}

static void *take(size_t size) {
    size_t wanted = block_size(size);
    struct block *block;
    if (size > LARGEST || (!first_block && !begin_heap())) {
        errno = ENOMEM;
        return NULL;
    }
    block = find(wanted);
    if (!block && grow(wanted)) block = find(wanted);
    if (!block) {
        errno = ENOMEM;
        return NULL;
    }
    unlink_free(block);
    block->size |= USED;
    trim(block, wanted);
    return bytes_of(block);
}

void *malloc(size_t size) {
    void *bytes;
    __lock(&__heap_lock);
    bytes = take(size);
    __unlock(&__heap_lock);
    return bytes;
}

static _Noreturn void give_up(const char *why) {
    write(2, why, strlen(why));
    abort();
}

// The block whose bytes these are. A pointer that malloc never gave ends the program, as with glibc.
static struct block *block_of(void *bytes, const char *wrong, const char *twice) {
    struct block *block = (struct block *)((char *)bytes - HEADER);
    int inside = first_block && block >= first_block && block < last_block && ((size_t)block & 15) == 0;
    if (!inside || size_of(block) < SMALLEST || behind(block) > last_block ||
        behind(block)->size_before != size_of(block)) {
        give_up(wrong);
    }
    if (!(block->size & USED)) give_up(twice);
    return block;
}

void free(void *bytes) {
    if (!bytes) return;
    __lock(&__heap_lock);
    release(block_of(bytes, "free(): invalid pointer\n", "free(): double free detected in tcache 2\n"));
    __unlock(&__heap_lock);
}

void *calloc(size_t count, size_t size) {
    void *bytes;
    if (size && count > LARGEST / size) {
        errno = ENOMEM;
        return NULL;
    }
    bytes = malloc(count * size);
    return bytes ? memset(bytes, 0, count * size) : NULL;
}

// Takes a free block behind into this one if that makes it large enough.
static int extend(struct block *block, size_t wanted) {
    struct block *next = behind(block);
    if ((next->size & USED) || size_of(block) + size_of(next) < wanted) return 0;
    unlink_free(next);
    resize(block, size_of(block) + size_of(next), USED);
    return 1;
}

static void *change(void *bytes, size_t size) {
    size_t wanted = block_size(size);
    struct block *block;
    void *moved;
    if (!bytes) return malloc(size);
    block = block_of(bytes, "realloc(): invalid pointer\n", "realloc(): invalid pointer\n");
    if (size == 0) {
        free(bytes);
        return NULL;
    }
    if (size <= LARGEST && (wanted <= size_of(block) || extend(block, wanted))) {
        trim(block, wanted);
        return bytes;
    }
    moved = malloc(size);
    if (!moved) return NULL;
    memcpy(moved, bytes, size_of(block) - HEADER);
    free(bytes);
    return moved;
}

void *realloc(void *bytes, size_t size) {
    void *moved;
    __lock(&__heap_lock);
    moved = change(bytes, size);
    __unlock(&__heap_lock);
    return moved;
}

void *reallocarray(void *bytes, size_t count, size_t size) {
    if (size && count > LARGEST / size) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(bytes, count * size);
}

// Cuts the front off a larger block.
static void *take_aligned(size_t alignment, size_t size) {
    char *bytes, *aligned;
    struct block *front, *block;
    if (alignment <= 16) return malloc(size);
    if (alignment & (alignment - 1) || alignment > LARGEST || size > LARGEST) {
        errno = EINVAL;
        return NULL;
    }
    bytes = malloc(size + alignment + SMALLEST);
    if (!bytes || ((size_t)bytes & (alignment - 1)) == 0) return bytes;
    aligned = (char *)(((size_t)bytes + SMALLEST + alignment - 1) & ~(alignment - 1));
    front = (struct block *)(bytes - HEADER);
    block = (struct block *)(aligned - HEADER);
    resize(block, size_of(front) - (size_t)(aligned - bytes), USED);
    resize(front, (size_t)(aligned - bytes), USED);
    release(front);
    trim(block, block_size(size));
    return aligned;
}

void *aligned_alloc(size_t alignment, size_t size) {
    void *bytes;
    __lock(&__heap_lock);
    bytes = take_aligned(alignment, size);
    __unlock(&__heap_lock);
    return bytes;
}
