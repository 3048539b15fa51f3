// Function pointers: tables, arguments, results, members, through typedefs and without.
#include <stdio.h>
#include <string.h>

typedef int (*operation)(int, int);

static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
static int multiply(int a, int b) { return a * b; }

static const struct {
    const char *name;
    operation run;
} table[] = {{"add", add}, {"subtract", subtract}, {"multiply", &multiply}};

static operation find(const char *name) {
    for (int i = 0; i < 3; i++)
        if (strcmp(table[i].name, name) == 0) return table[i].run;
    return NULL;
}

static int fold(int (*run)(int, int), const int *values, int count, int start) {
    for (int i = 0; i < count; i++) start = run(start, values[i]);
    return start;
}

static int (*choose(int negative))(int, int) { return negative ? subtract : add; }

static void say(void) { printf("called\n"); }

int main(void) {
    int values[] = {1, 2, 3, 4, 5};
    for (int i = 0; i < 3; i++) printf("%s: %d\n", table[i].name, fold(table[i].run, values, 5, 1));
    printf("%d %d\n", find("multiply")(6, 7), find("divide") == NULL);
    printf("%d %d\n", choose(0)(10, 3), (*choose(1))(10, 3));
    void (*procedures[2])(void) = {say, say};
    for (int i = 0; i < 2; i++) (*procedures[i])();
    int (*same)(int, int) = add;
    printf("%d %d\n", same == add, same == multiply);
    return (****same)(1, 2) - 3;
}
