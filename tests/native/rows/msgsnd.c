/* msgsnd: what is sent, when it does not fit, which error wins. */
#include "queues.h"

static void fields(void) {
    time_t before = time(NULL);
    struct msqid_ds ds;

    ROW("MSG16 sending: 0", send_text(3, "hello") == 0);
    ds = queue_status();
    ROW("MSG16 one message of five bytes", ds.msg_qnum == 1 && ds.__msg_cbytes == 5);
    ROW("MSG17 who and when",
        ds.msg_lspid == getpid() && ds.msg_stime >= before && ds.msg_rtime == 0 && ds.msg_lrpid == 0);
    ROW("MSG18 a message may be empty",
        send_text(4, "") == 0 && queue_status().msg_qnum == 2 && queue_status().__msg_cbytes == 5);
    sent.text[0] = 'H';
    ROW("MSG19 what was sent is a copy", gives(3, 0, "hello"));
    empty_queue();
}

static void errors(void) {
    sent.type = 0;
    ROW("MSG20 type 0: EINVAL", FAILS(msgsnd(queue, &sent, 1, 0), EINVAL));
    sent.type = -1;
    ROW("MSG20 a negative type: EINVAL", FAILS(msgsnd(queue, &sent, 1, 0), EINVAL));
    ROW("MSG21 longer than msgmax: EINVAL", FAILS(send_bytes(8193, 0), EINVAL) && send_bytes(8192, 0) == 0);
    ROW("MSG22 a negative size: EINVAL", FAILS(send_bytes(-1, 0), EINVAL));
    ROW("MSG23 a bad address: EFAULT, even of an unknown queue",
        FAILS(msgsnd(queue, (void *)8, 1, 0), EFAULT) && FAILS(msgsnd(77, (void *)8, 1, 0), EFAULT));
    sent.type = 1;
    ROW("MSG24 an unknown or negative queue: EINVAL",
        FAILS(msgsnd(77, &sent, 1, 0), EINVAL) && FAILS(msgsnd(-1, &sent, 1, 0), EINVAL));
    empty_queue();
}

static int send_large(void) { return send_bytes(8192, 0) == 0; }
static int send_and_be_removed(void) { return FAILS(send_bytes(8192, 0), EIDRM); }
static void nothing(int signal) {}
static int send_and_be_interrupted(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = nothing;
    action.sa_flags = SA_RESTART;
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
    return FAILS(send_bytes(8192, 0), EINTR);
}

static void full(void) {
    struct msqid_ds ds;
    pid_t child;

    send_bytes(8192, 0), send_bytes(8192, 0);
    ROW("MSG25 a full queue: EAGAIN with IPC_NOWAIT",
        FAILS(send_bytes(1, IPC_NOWAIT), EAGAIN) && queue_status().__msg_cbytes == 16384);
    ROW("MSG26 but an empty message fits", send_bytes(0, IPC_NOWAIT) == 0);
    child = child_asleep(send_large);
    ROW("MSG27 without it the sender waits", queue_status().msg_qnum == 3);
    received.type = 0;
    ROW("MSG27 until somebody has received",
        msgrcv(queue, &received, 8192, 0, 0) == 8192 && end_of(child) == 1 && queue_status().msg_lspid == child);
    ROW("MSG28 a handler ends the waiting: EINTR, even with SA_RESTART", child_ends(send_and_be_interrupted) == 1);
    empty_queue();
    ds = queue_status();
    ds.msg_qbytes = 10;
    ROW("MSG29 IPC_SET of msg_qbytes", msgctl(queue, IPC_SET, &ds) == 0 && queue_status().msg_qbytes == 10);
    ROW("MSG29 a message longer than that never fits",
        FAILS(send_bytes(11, IPC_NOWAIT), EAGAIN) && send_bytes(10, IPC_NOWAIT) == 0);
    empty_queue();
    ds.msg_qbytes = 3;
    msgctl(queue, IPC_SET, &ds);
    ROW("MSG30 nor do more empty messages than it has bytes",
        send_bytes(0, IPC_NOWAIT) + send_bytes(0, IPC_NOWAIT) + send_bytes(0, IPC_NOWAIT) == 0 &&
            FAILS(send_bytes(0, IPC_NOWAIT), EAGAIN));
    child = child_asleep(send_large);
    ds.msg_qbytes = 16384;
    ROW("MSG31 IPC_SET wakes who waits to send", msgctl(queue, IPC_SET, &ds) == 0 && end_of(child) == 1);
    send_bytes(8192, 0);
    child = child_asleep(send_and_be_removed);
    ROW("MSG32 IPC_RMID wakes it: EIDRM", msgctl(queue, IPC_RMID, NULL) == 0 && end_of(child) == 1);
    ROW("MSG32 afterwards: EINVAL", FAILS(send_bytes(1, 0), EINVAL) && FAILS(msgctl(queue, IPC_STAT, &ds), EINVAL));
}

int main(void) {
    queue = msgget(IPC_PRIVATE, 0600);
    fields();
    errors();
    full();
    return finish();
}
