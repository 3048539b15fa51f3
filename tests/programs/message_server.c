// Clients send requests of type 1 with their own pid inside, the server answers each by a message of that type.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLIENTS 3

struct request {
    long type;
    pid_t from;
    int number;
};

struct answer {
    long type;
    int square;
    char text[20];
};

static int queue;

static void ask(int number) {
    struct request request = {1, getpid(), number};
    struct answer answer;
    if (msgsnd(queue, &request, sizeof request - sizeof(long), 0) < 0) exit(100);
    if (msgrcv(queue, &answer, sizeof answer - sizeof(long), getpid(), 0) < 0) exit(101);
    exit(strcmp(answer.text, "square") == 0 ? answer.square : 102);
}

int main(void) {
    struct request request;
    struct answer answer = {0, 0, "square"};
    struct msqid_ds state;
    int status, sum = 0;

    queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    for (int i = 1; i <= CLIENTS; i++) {
        if (fork() == 0) ask(i);
    }
    for (int i = 0; i < CLIENTS; i++) {
        msgrcv(queue, &request, sizeof request - sizeof(long), 1, 0);
        answer.type = request.from;
        answer.square = request.number * request.number;
        msgsnd(queue, &answer, sizeof answer - sizeof(long), 0);
    }
    while (wait(&status) > 0) sum += WEXITSTATUS(status);
    msgctl(queue, IPC_STAT, &state);
    printf("sum of squares %d, messages left %lu, last sender is the server: %d\n", sum, state.msg_qnum,
           state.msg_lspid == getpid());
    printf("nothing more: %ld\n", (long)msgrcv(queue, &request, sizeof request - sizeof(long), 0, IPC_NOWAIT));
    msgctl(queue, IPC_RMID, NULL);
    return 0;
}
