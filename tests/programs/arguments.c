// argv and the exit status of main.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char *argv[]) {
    const char *slash = strrchr(argv[0], '/');
    printf("%d %d\n", argc, (slash ? slash[1] : argv[0][0]) == 'a');
    for (int i = 1; i < argc; i++) printf("%d: %s (%zu) %d\n", i, argv[i], strlen(argv[i]), atoi(argv[i]));
    printf("%d\n", argv[argc] == NULL);
    return argc + 40;
}
