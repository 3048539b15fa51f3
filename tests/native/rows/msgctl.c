/* msgctl: its commands and their errors. */
#include "queues.h"

int main(void) {
    struct msqid_ds ds, before;

    queue = msgget(0x4711, IPC_CREAT | 0600);
    before = queue_status();
    ROW("MSG53 MSG_STAT takes an index and returns the id",
        msgctl(0, MSG_STAT, &ds) == queue && ds.msg_qbytes == before.msg_qbytes);
    ROW("MSG53 MSG_STAT_ANY too", msgctl(32768, MSG_STAT_ANY, &ds) == queue && FAILS(msgctl(1, MSG_STAT, &ds), EINVAL));
    ROW("MSG54 an unknown or negative queue: EINVAL",
        FAILS(msgctl(7, IPC_STAT, &ds), EINVAL) && FAILS(msgctl(-1, IPC_STAT, &ds), EINVAL));
    ROW("MSG55 an unknown command: EINVAL",
        FAILS(msgctl(queue, 4711, &ds), EINVAL) && FAILS(msgctl(queue, -1, &ds), EINVAL));
    ROW("MSG56 a bad address: EFAULT",
        FAILS(msgctl(queue, IPC_STAT, (void *)8), EFAULT) && FAILS(msgctl(0, MSG_INFO, (void *)8), EFAULT));
    ROW("MSG57 IPC_SET from a bad address: EFAULT, even of an unknown queue",
        FAILS(msgctl(77, IPC_SET, (void *)8), EFAULT));
    sleep(1);
    ds = before;
    ds.msg_perm.mode = 07640;
    ds.msg_qnum = 99;
    ROW("MSG58 IPC_SET: nine bits of the mode",
        msgctl(queue, IPC_SET, &ds) == 0 && queue_status().msg_perm.mode == 0640 && queue_status().msg_qnum == 0);
    ROW("MSG59 and ctime is now", queue_status().msg_ctime > before.msg_ctime);
    ds.msg_perm.uid = -1;
    ROW("MSG60 a user nobody is: EINVAL", FAILS(msgctl(queue, IPC_SET, &ds), EINVAL));
    ds = before;
    ds.msg_qbytes = 5;
    ROW("MSG61 IPC_SET of msg_qbytes up to msgmnb", msgctl(queue, IPC_SET, &ds) == 0 &&
                                                        queue_status().msg_qbytes == 5 &&
                                                        (ds.msg_qbytes = 16384, msgctl(queue, IPC_SET, &ds)) == 0);
    send_text(1, "text");
    ROW("MSG62 IPC_RMID of a queue with messages",
        msgctl(queue, IPC_RMID, (void *)8) == 0 && FAILS(msgget(0x4711, 0), ENOENT));
    ROW("MSG62 again: EINVAL", FAILS(msgctl(queue, IPC_RMID, NULL), EINVAL));
    return finish();
}
