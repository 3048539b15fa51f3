/* msgrcv: which message, how much of it, and waiting for it. */
#include "queues.h"

static void which(void) {
    send_text(5, "five"), send_text(3, "three"), send_text(9, "nine"), send_text(3, "three again"), send_text(2, "two");
    ROW("MSG33 a type: the first of it", gives(3, 0, "three") && received.type == 3);
    ROW("MSG34 a negative type: the lowest up to it", gives(-3, 0, "two") && gives(-3, 0, "three again"));
    ROW("MSG34 none as low: ENOMSG", FAILS(msgrcv(queue, &received, 100, -4, IPC_NOWAIT), ENOMSG));
    ROW("MSG35 MSG_EXCEPT: the first of another type", gives(5, MSG_EXCEPT, "nine"));
    ROW("MSG35 only that type left: ENOMSG", FAILS(msgrcv(queue, &received, 100, 5, MSG_EXCEPT | IPC_NOWAIT), ENOMSG));
    send_text(1, "one");
    ROW("MSG36 type 0: the first of all", gives(0, 0, "five") && gives(0, 0, "one"));
    ROW("MSG37 none at all: ENOMSG", FAILS(msgrcv(queue, &received, 100, 0, IPC_NOWAIT), ENOMSG));
    send_text(4, "a"), send_text(2, "b"), send_text(2, "c");
    ROW("MSG34 of equal types the first", gives(-4, 0, "b") && gives(-4, 0, "c") && gives(-4, 0, "a"));
}

static void how_much(void) {
    struct msqid_ds ds;
    time_t before = time(NULL);

    send_text(1, "0123456789");
    ROW("MSG38 longer than the buffer: E2BIG, and it stays",
        FAILS(msgrcv(queue, &received, 9, 0, 0), E2BIG) && queue_status().msg_qnum == 1);
    memset(&received, 'x', sizeof received);
    ROW("MSG39 MSG_NOERROR: the rest is lost", msgrcv(queue, &received, 4, 0, MSG_NOERROR) == 4 &&
                                                   memcmp(received.text, "0123xx", 6) == 0 &&
                                                   queue_status().msg_qnum == 0);
    ds = queue_status();
    ROW("MSG40 who and when", ds.msg_lrpid == getpid() && ds.msg_rtime >= before && ds.__msg_cbytes == 0);
    send_text(7, "");
    ROW("MSG41 an empty message: 0, and its type", msgrcv(queue, &received, 0, 0, 0) == 0 && received.type == 7);
    ROW("MSG42 a negative size: EINVAL", FAILS(msgrcv(queue, &received, -1, 0, IPC_NOWAIT), EINVAL));
    ROW("MSG43 an unknown or negative queue: EINVAL",
        FAILS(msgrcv(77, &received, 1, 0, 0), EINVAL) && FAILS(msgrcv(-1, &received, 1, 0, 0), EINVAL));
    send_text(1, "lost");
    ROW("MSG44 a bad address: EFAULT, and the message is lost",
        FAILS(msgrcv(queue, (void *)8, 100, 0, 0), EFAULT) && queue_status().msg_qnum == 0);
}

static int receive_three(void) {
    return msgrcv(queue, &received, 100, 3, 0) == 3 && memcmp(received.text, "abc", 3) == 0;
}
static int receive_any(void) { return msgrcv(queue, &received, 100, 0, 0) >= 0; }
static int receive_little(void) { return FAILS(msgrcv(queue, &received, 2, 3, 0), E2BIG); }
static int receive_and_be_removed(void) { return FAILS(msgrcv(queue, &received, 100, 3, 0), EIDRM); }
static void nothing(int signal) {}
static int receive_and_be_interrupted(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    action.sa_flags = SA_RESTART;
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
    return FAILS(msgrcv(queue, &received, 100, 3, 0), EINTR);
}

static void waiting(void) {
    pid_t child = child_asleep(receive_three), other;

    send_text(2, "other");
    ROW("MSG45 who waits for a type is not woken by another", queue_status().msg_qnum == 1);
    ROW("MSG45 but by that", send_text(3, "abc") == 0 && end_of(child) == 1 && queue_status().msg_qnum == 1);
    ROW("MSG46 and is the last to have received", queue_status().msg_lrpid == child);
    empty_queue();
    child = child_asleep(receive_little);
    ROW("MSG47 who waits with too small a buffer: E2BIG, and it stays",
        send_text(3, "abc") == 0 && end_of(child) == 1 && queue_status().msg_qnum == 1);
    empty_queue();
    child = child_asleep(receive_any);
    other = child_asleep(receive_any);
    send_text(1, "x");
    ROW("MSG48 who waited first is served first", end_of(child) == 1 && send_text(1, "y") == 0 && end_of(other) == 1);
    ROW("MSG49 a handler ends the waiting: EINTR, even with SA_RESTART", child_ends(receive_and_be_interrupted) == 1);
    child = child_asleep(receive_and_be_removed);
    ROW("MSG50 IPC_RMID wakes it: EIDRM", msgctl(queue, IPC_RMID, NULL) == 0 && end_of(child) == 1);
    ROW("MSG50 afterwards: EINVAL", FAILS(msgrcv(queue, &received, 1, 0, 0), EINVAL));
}

static void copying(void) {
    send_text(1, "first"), send_text(2, "second");
    ROW("MSG51 MSG_COPY takes the message at a position and leaves it",
        gives(1, MSG_COPY, "second") && gives(0, MSG_COPY, "first") && queue_status().msg_qnum == 2);
    ROW("MSG51 none there: ENOMSG", FAILS(msgrcv(queue, &received, 100, 2, MSG_COPY | IPC_NOWAIT), ENOMSG));
    ROW("MSG52 MSG_COPY without IPC_NOWAIT, or with MSG_EXCEPT: EINVAL",
        FAILS(msgrcv(queue, &received, 100, 0, MSG_COPY), EINVAL) &&
            FAILS(msgrcv(queue, &received, 100, 0, MSG_COPY | MSG_EXCEPT | IPC_NOWAIT), EINVAL));
    empty_queue();
}

int main(void) {
    queue = msgget(IPC_PRIVATE, 0600);
    which();
    how_much();
    copying();
    waiting();
    return finish();
}
