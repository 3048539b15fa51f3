// qsort and bsearch, beside sorts written by hand; equal keys keep their order.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    const char *name;
    int key;
};

static int by_number(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int by_key(const void *a, const void *b) { return ((const struct entry *)a)->key - ((const struct entry *)b)->key; }
static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void bubble(int *values, int count) {
    int swapped;
    do {
        swapped = 0;
        for (int i = 1; i < count; i++) {
            if (values[i - 1] <= values[i]) continue;
            int kept = values[i];
            values[i] = values[i - 1];
            values[i - 1] = kept;
            swapped = 1;
        }
    } while (swapped);
}

static void quick(int *low, int *high) {
    if (low >= high) return;
    int pivot = low[(high - low) / 2];
    int *i = low, *j = high;
    while (i <= j) {
        while (*i < pivot) i++;
        while (*j > pivot) j--;
        if (i <= j) {
            int kept = *i;
            *i++ = *j;
            *j-- = kept;
        }
    }
    quick(low, j);
    quick(i, high);
}

static void print(const char *name, const int *values, int count) {
    printf("%-7s", name);
    for (int i = 0; i < count; i++) printf(" %d", values[i]);
    printf("\n");
}

int main(void) {
    int original[] = {42, 7, -3, 99, 0, 7, 15, -20}, values[8];
    memcpy(values, original, sizeof values);
    qsort(values, 8, sizeof values[0], by_number);
    print("qsort", values, 8);
    int wanted = 15;
    int *found = bsearch(&wanted, values, 8, sizeof values[0], by_number);
    printf("15 at %ld\n", (long)(found - values));
    wanted = 16;
    printf("16 %s\n", bsearch(&wanted, values, 8, sizeof values[0], by_number) ? "found" : "missing");
    memcpy(values, original, sizeof values);
    bubble(values, 8);
    print("bubble", values, 8);
    memcpy(values, original, sizeof values);
    quick(values, values + 7);
    print("quick", values, 8);
    struct entry entries[] = {{"b1", 2}, {"a1", 1}, {"b2", 2}, {"a2", 1}, {"b3", 2}};
    qsort(entries, 5, sizeof entries[0], by_key);
    for (int i = 0; i < 5; i++) printf("%s ", entries[i].name);
    const char *fruit[] = {"pear", "apple", "fig"};
    qsort(fruit, 3, sizeof fruit[0], by_text);
    printf("%s %s %s\n", fruit[0], fruit[1], fruit[2]);
    return 0;
}
