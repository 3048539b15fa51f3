// The rest of stdio: whole lines, bytes pushed back, blocks of bytes, buffering chosen by the program.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void) {
    static char buffer[256];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    int c = getchar();
    printf("pushed back %d\n", ungetc(c, stdin) == c);
    for (int i = 0; i < 3 && (length = getline(&line, &room, stdin)) > 0; i++) printf("%2zd: %s", length, line);
    free(line);
    char block[12] = {0};
    printf("%zu items", fread(block, 2, 5, stdin));
    printf(" [%s]\n", block);
    while ((c = fgetc(stdin)) != EOF) fputc(c == '\n' ? '/' : c, stdout);
    printf("\n%d %d %d\n", feof(stdin) != 0, ferror(stdin), fileno(stdout));
    fwrite("abcdef", 1, 3, stdout);
    fputs(" by fputs\n", stdout);
    fflush(stdout);
    dprintf(1, "%s %d\n", "by dprintf", 5);
    setbuf(stdout, NULL);
    printf("unbuffered %c", 'x');
    write(1, " in order\n", 10);
    char *made;
    int size = asprintf(&made, "%05d|%s", 42, "made to measure");
    printf("%d %s\n", size, made);
    free(made);
    for (int i = 0; i < 100; i++) printf("%d%c", i * i, i % 10 == 9 ? '\n' : ' ');
    return ferror(stdout);
}
