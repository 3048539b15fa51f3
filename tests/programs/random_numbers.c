// rand gives glibc's numbers.
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    for (int i = 0; i < 5; i++) printf("%d ", rand());
    srand(2024);
    printf("\n%d %d %ld\n", rand(), rand() % 100, random());
    srand(0);
    int faces[6] = {0};
    for (int i = 0; i < 600; i++) faces[rand() % 6]++;
    for (int i = 0; i < 6; i++) printf("%d ", faces[i]);
    unsigned state = 5;
    printf("\n%d %d\n", rand_r(&state), rand_r(&state));
    printf("%.6f\n", (double)rand() / RAND_MAX);
    return 0;
}
