/* Message queues: making, finding, fields, limits. */
#include "proc.h"
#include "queues.h"

#define K "/proc/sys/kernel/"

static int begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

static void making(void) {
    time_t before = time(NULL);
    struct msqid_ds ds;

    ROW("MSG1 an absent key without IPC_CREAT: ENOENT", FAILS(msgget(0x4711, 0600), ENOENT));
    queue = msgget(0x4711, IPC_CREAT | IPC_EXCL | 0640);
    ROW("MSG2 the first id is 0", queue == 0);
    ds = queue_status();
    ROW("MSG3 a new queue is empty",
        ds.msg_qnum == 0 && ds.__msg_cbytes == 0 && ds.msg_lspid == 0 && ds.msg_lrpid == 0);
    ROW("MSG4 nobody has sent or received", ds.msg_stime == 0 && ds.msg_rtime == 0 && ds.msg_ctime >= before);
    ROW("MSG5 it holds msgmnb bytes", ds.msg_qbytes == 16384 && number_in(K "msgmnb") == 16384);
    ROW("MSG6 mode and owner", ds.msg_perm.mode == 0640 && ds.msg_perm.uid == geteuid() &&
                                   ds.msg_perm.cgid == getegid() && ds.msg_perm.__key == 0x4711);
    ROW("MSG7 the same key gives the same id", msgget(0x4711, 0) == queue && msgget(0x4711, IPC_CREAT | 0600) == queue);
    ROW("MSG8 CREAT|EXCL of an existing key: EEXIST", FAILS(msgget(0x4711, IPC_CREAT | IPC_EXCL | 0600), EEXIST));
    ROW("MSG9 IPC_PRIVATE is a new queue each time",
        msgget(IPC_PRIVATE, 0600) == 1 && msgget(IPC_PRIVATE, IPC_EXCL) == 2);
}

static void listed(void) {
    char line[256], *at;
    struct msqid_ds ds;

    send_text(5, "hello");
    ds = queue_status();
    sprintf(line, "%10d %10d  %4o  %10lu %10lu %5u %5u %5u %5u %5u %5u %10lu %10lu %10lu\n", 0x4711, queue, 0640, 5ul,
            1ul, getpid(), 0, ds.msg_perm.uid, ds.msg_perm.gid, ds.msg_perm.cuid, ds.msg_perm.cgid, ds.msg_stime,
            ds.msg_rtime, ds.msg_ctime);
    at = text_of("/proc/sysvipc/msg");
    ROW("MSG10 /proc/sysvipc/msg has a header", begins(at,
                                                       "       key      msqid perms      cbytes       qnum lspid lrpid "
                                                       "  uid   gid  cuid  cgid      stime      rtime      ctime\n"));
    ROW("MSG10 and a line for each", begins(strchr(at, '\n') + 1, line));
}

static void limits(void) {
    struct msginfo info;

    ROW("MSG11 IPC_INFO: the highest index and the limits", msgctl(0, IPC_INFO, (struct msqid_ds *)&info) == 2 &&
                                                                info.msgmax == 8192 && info.msgmnb == 16384 &&
                                                                info.msgmni == 32000);
    ROW("MSG12 MSG_INFO: queues, messages and bytes in use", msgctl(0, MSG_INFO, (struct msqid_ds *)&info) == 2 &&
                                                                 info.msgpool == 3 && info.msgmap == 1 &&
                                                                 info.msgtql == 5);
    ROW("MSG13 more queues than msgmni: ENOSPC", write_number(K "msgmni", 3) == 0 &&
                                                     FAILS(msgget(IPC_PRIVATE, 0600), ENOSPC) &&
                                                     FAILS(msgget(0x99, IPC_CREAT), ENOSPC));
    ROW("MSG13 existing ones are found", msgget(0x4711, 0) == queue);
    ROW("MSG14 msgmax can be lowered",
        write_number(K "msgmax", 10) == 0 && send_bytes(10, 0) == 0 && FAILS(send_bytes(11, 0), EINVAL));
    write_number(K "msgmni", 10);
    ROW("MSG15 msgmnb counts for new queues",
        write_number(K "msgmnb", 100) == 0 && queue_status().msg_qbytes == 16384 &&
            (queue = msgget(IPC_PRIVATE, 0600)) >= 0 && queue_status().msg_qbytes == 100);
}

int main(void) {
    making();
    listed();
    limits();
    return finish();
}
