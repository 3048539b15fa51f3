// Lines, numbers and characters from standard input.
#include <ctype.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    char line[32], word[16];
    int number, fields;
    double fraction;
    if (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        printf("line: [%s]\n", line);
    }
    fields = scanf("%d %lf %15s", &number, &fraction, word);
    printf("%d fields: %d %.2f %s\n", fields, number, fraction, word);
    unsigned hex, octal;
    fields = scanf("%x,%o", &hex, &octal);
    printf("%d fields: %u %u\n", fields, hex, octal);
    int c, letters = 0, lines = 0;
    while ((c = getchar()) != EOF) {
        if (isalpha(c)) letters++;
        if (c == '\n') lines++;
    }
    printf("%d letters, %d lines, end %d\n", letters, lines, feof(stdin) != 0);
    int a, b;
    char op;
    printf("%d ", sscanf("12 * 30", "%d %c %d", &a, &op, &b));
    printf("%d %c %d = %d\n", a, op, b, a * b);
    printf("%d %d\n", sscanf("x", "%d", &a), sscanf("", "%d", &a));
    return 0;
}
