// Lines from standard input go through a segment to a child.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct msg {
    long type;
    char text[64];
    int len;
};

int main() {
    struct msg *m;
    int id = shmget((key_t)1234, sizeof(struct msg) * 4, 0666 | IPC_CREAT);
    if (id == -1) {
        fprintf(stderr, "shmget failed\n");
        exit(EXIT_FAILURE);
    }
    m = (struct msg *)shmat(id, (void *)0, 0);
    if (m == (void *)-1)
        exit(1);
    char buffer[BUFSIZ];
    int n = 0;
    while (n < 4 && fgets(buffer, BUFSIZ, stdin)) {
        buffer[strlen(buffer) - 1] = '\0';
        strncpy(m[n].text, buffer, sizeof m[n].text);
        m[n].len = strlen(buffer);
        m[n].type = n;
        if (strncmp(buffer, "end", 3) == 0)
            break;
        n++;
    }
    if (!fork()) {
        for (int i = 0; i < n; i++) printf("You wrote: %s (%d)\n", m[i].text, m[i].len);
        exit(n);
    }
    int st;
    wait(&st);
    printf("n=%d\n", WEXITSTATUS(st));
    if (shmdt(m) == -1)
        fprintf(stderr, "shmdt failed\n");
    if (shmctl(id, IPC_RMID, 0) == -1)
        fprintf(stderr, "x\n");
    exit(EXIT_SUCCESS);
}
