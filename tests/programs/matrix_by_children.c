// Three matrices in one segment through pointers to arrays; each child multiplies one row.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 4

int main() {
    int id = shmget(77, 3 * N * N * sizeof(int), IPC_CREAT | 0644);
    int(*m)[N][N] = shmat(id, 0, 0);
    int i, j, k;
    int(*a)[N] = m[0], (*b)[N] = m[1], (*c)[N] = m[2];
    for (i = 0; i < N; i++)
        for (j = 0; j < N; j++) {
            a[i][j] = i + j;
            b[i][j] = i * j - 1;
        }
    for (i = 0; i < N; i++)
        if (fork() == 0) {
            for (j = 0; j < N; j++) {
                c[i][j] = 0;
                for (k = 0; k < N; k++) c[i][j] += a[i][k] * b[k][j];
            }
            _exit(i);
        }
    int sum = 0, st;
    while (wait(&st) > 0) sum += WEXITSTATUS(st);
    for (i = 0; i < N; i++) {
        for (j = 0; j < N; j++) printf("%4d", c[i][j]);
        printf("\n");
    }
    printf("sum %d\n", sum);
    shmdt(m);
    shmctl(id, IPC_RMID, NULL);
    return 0;
}
