/* System V message queues, and children that wait for them. */
#ifndef QUEUES_H
#define QUEUES_H

#include "child.h"

#include <sys/msg.h>
#include <time.h>

struct message {
    long type;
    char text[20000];
};

static int queue;
static struct message sent, received;

static struct msqid_ds queue_status(void) {
    struct msqid_ds ds;
    memset(&ds, 0xee, sizeof ds);
    if (msgctl(queue, IPC_STAT, &ds) != 0) printf("IPC_STAT failed: %s\n", strerror(errno));
    return ds;
}

static int send_text(long type, const char *text) {
    sent.type = type;
    strcpy(sent.text, text);
    return msgsnd(queue, &sent, strlen(text), IPC_NOWAIT);
}

static long send_bytes(long bytes, int flags) {
    sent.type = 1;
    return msgsnd(queue, &sent, bytes, flags);
}

/* Whether receiving `type` at once gives this text. */
static int gives(long type, int flags, const char *text) {
    long size;
    memset(&received, 0, sizeof received);
    size = msgrcv(queue, &received, sizeof received.text, type, flags | IPC_NOWAIT);
    return size == (long)strlen(text) && strcmp(received.text, text) == 0;
}

static void empty_queue(void) {
    while (msgrcv(queue, &received, sizeof received.text, 0, IPC_NOWAIT) >= 0) {
    }
}

static int (*sleepers_body)(void);
static volatile char *bell; /* rung by a child that is about to fall asleep */

static int ring_and_run(void) {
    *bell = 1;
    return sleepers_body();
}

/* Starts a child that runs `body`, and gives it time to fall asleep in its first call. */
static pid_t child_asleep(int (*body)(void)) {
    pid_t child;
    if (!bell) bell = shmat(new_segment(1), NULL, 0);
    *bell = 0;
    sleepers_body = body;
    child = child_running(ring_and_run);
    while (!*bell) usleep(1000);
    usleep(50000);
    return child;
}

#endif
