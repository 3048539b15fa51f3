// Prompts and answers: scanf with every kind of conversion, ungetc, end of input.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

int main() {
    setbuf(stdout, NULL);
    int n = 0, guess;
    while (printf("guess> "), scanf("%d", &guess) == 1) {
        n++;
        if (guess == 7) {
            printf("right after %d\n", n);
            break;
        }
        printf(guess < 7 ? "low\n" : "high\n");
    }
    char rest[10];
    if (fgets(rest, 10, stdin))
        printf("rest %d\n", (int)strlen(rest));
    int c = getchar();
    ungetc(c, stdin);
    char w[8];
    scanf("%7s", w);
    puts(w);
    double d;
    char op;
    if (scanf("%lf %c", &d, &op) == 2)
        printf("%g %c\n", d, op);
    printf("%d\n", scanf("%d", &n));
    printf("%d\n", feof(stdin) != 0);
    return n;
}
