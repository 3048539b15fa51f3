// An array of structures with arrays, floats and a nested structure, filled by a child.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct student {
    int id;
    char name[20];
    float marks[3];
    double avg;
    struct {
        short a;
        char b;
    } in;
};

typedef struct student Student;
int main() {
    int id = shmget(IPC_PRIVATE, 10 * sizeof(Student), 0600 | IPC_CREAT);
    Student *s = shmat(id, NULL, 0);
    int i, j;
    printf("%zu\n", sizeof(Student));
    if (fork() == 0) {
        for (i = 0; i < 10; i++) {
            s[i].id = i * 100;
            sprintf(s[i].name, "student%d", i);
            s[i].avg = 0;
            for (j = 0; j < 3; j++) {
                s[i].marks[j] = i * 1.5 + j;
                s[i].avg += s[i].marks[j];
            }
            s[i].avg /= 3;
            s[i].in.a = -i;
            s[i].in.b = 'a' + i;
        }
        shmdt(s);
        exit(0);
    }
    wait(NULL);
    Student copy = s[4];
    Student *e = s + 10, *q;
    for (q = s; q < e; q++)
        printf("%-12s|%5d|%6.2f|%8.3lf|%d%c\n", q->name, q->id, q->marks[1], q->avg, q->in.a, q->in.b);
    copy.id++;
    printf("%d %ld\n", copy.id - s[4].id, (long)(e - s));
    shmctl(id, IPC_RMID, 0);
}
