/* Run as an ordinary user: which right each call on a message queue needs. */
#include "queues.h"

int main(void) {
    struct msqid_ds ds;

    queue = msgget(IPC_PRIVATE, 0400);
    ROW("MSG63 mode 0400: sending: EACCES", FAILS(send_text(1, "x"), EACCES));
    ROW("MSG63 receiving is allowed", FAILS(msgrcv(queue, &received, 1, 0, IPC_NOWAIT), ENOMSG));
    ds = queue_status();
    ds.msg_qbytes = 16385;
    ROW("MSG64 msg_qbytes above msgmnb: EPERM", FAILS(msgctl(queue, IPC_SET, &ds), EPERM));
    ds.msg_qbytes = 16384;
    ROW("MSG64 up to it is allowed", msgctl(queue, IPC_SET, &ds) == 0);
    queue = msgget(IPC_PRIVATE, 0200);
    ROW("MSG65 mode 0200: sending is allowed", send_text(1, "x") == 0);
    ROW("MSG65 receiving and IPC_STAT: EACCES",
        FAILS(msgrcv(queue, &received, 1, 0, IPC_NOWAIT), EACCES) && FAILS(msgctl(queue, IPC_STAT, &ds), EACCES));
    ROW("MSG65 MSG_STAT_ANY is allowed", msgctl(queue % 32768, MSG_STAT_ANY, &ds) == queue && ds.msg_qnum == 1);
    queue = msgget(0x4711, IPC_CREAT | 0);
    ROW("MSG66 msgget asks for what the flags say: EACCES",
        FAILS(msgget(0x4711, 0600), EACCES) && msgget(0x4711, 0) == queue);
    ROW("MSG67 the owner may remove whatever the mode says", msgctl(queue, IPC_RMID, NULL) == 0);
    return finish();
}
