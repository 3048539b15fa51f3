// Storage: statics, globals, shadowing, extern, const, volatile, initialisers that use addresses.
#include <stdio.h>

static int counter(void) {
    static int calls = 10;
    static const char *const labels[] = {"even", "odd"};
    calls++;
    printf("%d is %s\n", calls, labels[calls % 2]);
    return calls;
}

int shared = 7;
static int zeroed[100];
static int *pointer = &shared;
static int *inside = &zeroed[50];
static char text[] = "global";
static const char *tail = &"abcdef"[3];
extern int later;
typedef int number;
volatile int noisy = 3;
int tentative;
int tentative;

static struct {
    int first;
    int *second;
    const char *third[2];
} record = {1, &later, {"x", text}};

int main(void) {
    counter();
    counter();
    int shared = 8;
    {
        int shared = 9;
        printf("%d ", shared);
    }
    printf("%d %d\n", shared, *pointer);
    *inside = 5;
    printf("%d %d %s %d\n", zeroed[50], zeroed[51], tail, tentative);
    printf("%d %d %s %s\n", record.first, *record.second, record.third[0], record.third[1]);
    number later_too = later + noisy * noisy;
    text[0] = 'G';
    printf("%d %s\n", later_too, record.third[1]);
    for (int i = 0; i < 3; i++) {
        static int kept;
        int fresh = 0;
        kept++;
        fresh++;
        printf("%d%d ", kept, fresh);
    }
    printf("\n");
    return 0;
}

int later = 99;
