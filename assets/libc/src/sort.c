// Sorting and searching. Equal elements keep their order, as with glibc's merge sort.
#include <stdlib.h>
#include <string.h>

typedef int (*compare_function)(const void *, const void *);

struct sorting {
    size_t size;
    compare_function compare;
    char *room;  // for all elements
};

static void merge_sort(const struct sorting *sorting, char *base, size_t count) {
    size_t size = sorting->size;
    char *left = base;
    char *middle = base + count / 2 * size;
    char *right = middle;
    char *end = base + count * size;
    char *to = sorting->room;
    if (count < 2) return;
    merge_sort(sorting, base, count / 2);
    merge_sort(sorting, middle, count - count / 2);
    while (left < middle && right < end) {
        char **smaller = sorting->compare(left, right) <= 0 ? &left : &right;
        memcpy(to, *smaller, size);
        *smaller += size;
        to += size;
    }
    memcpy(to, left, (size_t)(middle - left));
    to += middle - left;
    memcpy(base, sorting->room, (size_t)(to - sorting->room));
}

static void swap(char *a, char *b, size_t size) {
    while (size-- > 0) {
        char kept = *a;
        *a++ = *b;
        *b++ = kept;
    }
}

// Without memory to merge in.
static void insertion_sort(char *base, size_t count, size_t size, compare_function compare) {
    size_t i, j;
    for (i = 1; i < count; ++i) {
        for (j = i; j > 0 && compare(base + (j - 1) * size, base + j * size) > 0; --j) {
            swap(base + (j - 1) * size, base + j * size, size);
        }
    }
}

void qsort(void *base, size_t count, size_t size, compare_function compare) {
    struct sorting sorting;
    if (count < 2 || size == 0) return;
    sorting.size = size;
    sorting.compare = compare;
    sorting.room = malloc(count * size);
    if (!sorting.room) {
        insertion_sort(base, count, size, compare);
        return;
    }
    merge_sort(&sorting, base, count);
    free(sorting.room);
}

void *bsearch(const void *key, const void *base, size_t count, size_t size, compare_function compare) {
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const char *element = (const char *)base + middle * size;
        int order = compare(key, element);
        if (order == 0) return (void *)element;
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}
