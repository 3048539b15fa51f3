// ipcs(1): what there is of System V IPC, in the columns of util-linux.
//
// Users and groups other than root have no names here: their numbers are shown.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <time.h>
#include <unistd.h>

enum { LIST, TIMES, PIDS, CREATORS, LIMITS, SUMMARY };

union semun {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
    struct seminfo *__buf;
};

static char name_text[4][16];

// The name of a user or group; each `slot` has a text of its own.
static const char *name_of(unsigned id, int slot) {
    if (id == 0) return "root";
    snprintf(name_text[slot], sizeof name_text[slot], "%u", id);
    return name_text[slot];
}

// "Fri Nov 20 20:13:01 2026", or that it never happened.
static const char *date_of(time_t time) { return time != 0 ? ctime(&time) : "Not set"; }

static void print_short_date(time_t time, const char *behind) {
    printf("%-20.16s%s", time != 0 ? ctime(&time) + 4 : "Not set", behind);
}

static void print_creator(int id, const struct ipc_perm *who) {
    printf("%-10d %-10o %-10s %-10s %-10s %-10s\n", id, who->mode & 0777, name_of(who->cuid, 0), name_of(who->cgid, 1),
           name_of(who->uid, 2), name_of(who->gid, 3));
}

static void print_creator_heads(const char *id) {
    printf("%-10s %-10s %-10s %-10s %-10s %-10s\n", id, "perms", "cuid", "cgid", "uid", "gid");
}

// --- shared memory

static int segment_at(int index, struct shmid_ds *ds) { return shmctl(index, SHM_STAT_ANY, ds); }

static void shm_limits(void) {
    struct shminfo limits;
    unsigned long page = (unsigned long)getpagesize() / 1024, total;
    puts("------ Shared Memory Limits --------");
    if (shmctl(0, IPC_INFO, (struct shmid_ds *)&limits) < 0) return;
    total = limits.shmall * page;
    if (limits.shmall != 0 && total / limits.shmall != page) total = -1UL - -1UL % page;  // more than can be told
    printf("max number of segments = %lu\nmax seg size (kbytes) = %lu\n", limits.shmmni, limits.shmmax / 1024);
    printf("max total shared memory (kbytes) = %lu\nmin seg size (bytes) = %lu\n", total, limits.shmmin);
}

static void shm_summary(void) {
    struct shm_info info;
    if (shmctl(0, SHM_INFO, (struct shmid_ds *)&info) < 0) return;
    puts("------ Shared Memory Status --------");
    printf("segments allocated %d\npages allocated %lu\n", info.used_ids, info.shm_tot);
    printf("pages resident  %lu\npages swapped   %lu\n", info.shm_rss, info.shm_swp);
    printf("Swap performance: %lu attempts\t %lu successes\n", info.swap_attempts, info.swap_successes);
}

static void shm_heads(int what) {
    if (what == TIMES) {
        puts("------ Shared Memory Attach/Detach/Change Times --------");
        printf("%-10s %-10s %-20s %-20s %-20s\n", "shmid", "owner", "attached", "detached", "changed");
    } else if (what == PIDS) {
        puts("------ Shared Memory Creator/Last-op PIDs --------");
        printf("%-10s %-10s %-10s %-10s\n", "shmid", "owner", "cpid", "lpid");
    } else if (what == CREATORS) {
        puts("------ Shared Memory Segment Creators/Owners --------");
        print_creator_heads("shmid");
    } else {
        puts("------ Shared Memory Segments --------");
        printf("%-10s %-10s %-10s %-10s %-10s %-10s %-12s\n", "key", "shmid", "owner", "perms", "bytes", "nattch",
               "status");
    }
}

static void shm_row(int what, int id, const struct shmid_ds *ds) {
    const char *owner = name_of(ds->shm_perm.uid, 0);
    if (what == CREATORS) {
        print_creator(id, &ds->shm_perm);
    } else if (what == TIMES) {
        printf("%-10d %-10s ", id, owner);
        print_short_date(ds->shm_atime, " ");
        print_short_date(ds->shm_dtime, " ");
        print_short_date(ds->shm_ctime, "\n");
    } else if (what == PIDS) {
        printf("%-10d %-10s %-10d %-10d\n", id, owner, ds->shm_cpid, ds->shm_lpid);
    } else {
        printf("0x%08x %-10d %-10s %-10o %-10lu %-10lu %-6s %-6s\n", (unsigned)ds->shm_perm.__key, id, owner,
               ds->shm_perm.mode & 0777, (unsigned long)ds->shm_segsz, (unsigned long)ds->shm_nattch,
               ds->shm_perm.mode & SHM_DEST ? "dest" : " ", ds->shm_perm.mode & SHM_LOCKED ? "locked" : " ");
    }
}

static void show_shm(int what) {
    struct shm_info info;
    struct shmid_ds ds;
    int highest, index, id;
    if (what == LIMITS) return shm_limits();
    if (what == SUMMARY) return shm_summary();
    shm_heads(what);
    highest = shmctl(0, SHM_INFO, (struct shmid_ds *)&info);
    for (index = 0; index <= highest; index++) {
        if ((id = segment_at(index, &ds)) >= 0) shm_row(what, id, &ds);
    }
}

static int detail_shm(int id) {
    struct shmid_ds ds;
    if (segment_at(id, &ds) != id) return -1;
    printf("\nShared memory Segment shmid=%d\nuid=%u\tgid=%u\tcuid=%u\tcgid=%u\n", id, ds.shm_perm.uid, ds.shm_perm.gid,
           ds.shm_perm.cuid, ds.shm_perm.cgid);
    printf("mode=%#o\taccess_perms=%#o\n", ds.shm_perm.mode, ds.shm_perm.mode & 0777);
    printf("bytes=%lu\tlpid=%d\tcpid=%d\tnattch=%lu\n", (unsigned long)ds.shm_segsz, ds.shm_lpid, ds.shm_cpid,
           (unsigned long)ds.shm_nattch);
    printf("att_time=%-26.24s\n", date_of(ds.shm_atime));
    printf("det_time=%-26.24s\n", date_of(ds.shm_dtime));
    printf("change_time=%-26.24s\n\n", date_of(ds.shm_ctime));
    return 0;
}

// --- message queues

static void msg_limits(void) {
    struct msginfo limits;
    puts("------ Messages Limits --------");
    if (msgctl(0, IPC_INFO, (struct msqid_ds *)&limits) < 0) return;
    printf("max queues system wide = %d\nmax size of message (bytes) = %d\n", limits.msgmni, limits.msgmax);
    printf("default max size of queue (bytes) = %d\n", limits.msgmnb);
}

static void msg_summary(void) {
    struct msginfo info;
    if (msgctl(0, MSG_INFO, (struct msqid_ds *)&info) < 0) return;
    puts("------ Messages Status --------");
    printf("allocated queues = %d\nused headers = %d\nused space = %d bytes\n", info.msgpool, info.msgmap, info.msgtql);
}

static void msg_heads(int what) {
    if (what == TIMES) {
        puts("------ Message Queues Send/Recv/Change Times --------");
        printf("%-8s %-10s %-20s %-20s %-20s\n", "msqid", "owner", "send", "recv", "change");
    } else if (what == PIDS) {
        puts("------ Message Queues PIDs --------");
        printf("%-10s %-10s %-10s %-10s\n", "msqid", "owner", "lspid", "lrpid");
    } else if (what == CREATORS) {
        puts("------ Message Queues Creators/Owners --------");
        print_creator_heads("msqid");
    } else {
        puts("------ Message Queues --------");
        printf("%-10s %-10s %-10s %-10s %-12s %-12s\n", "key", "msqid", "owner", "perms", "used-bytes", "messages");
    }
}

static void msg_row(int what, int id, const struct msqid_ds *ds) {
    const char *owner = name_of(ds->msg_perm.uid, 0);
    if (what == CREATORS) {
        print_creator(id, &ds->msg_perm);
    } else if (what == TIMES) {
        printf("%-8d %-10s ", id, owner);
        print_short_date(ds->msg_stime, " ");
        print_short_date(ds->msg_rtime, " ");
        print_short_date(ds->msg_ctime, "\n");
    } else if (what == PIDS) {
        printf("%-8d %-10s  %5d     %5d\n", id, owner, ds->msg_lspid, ds->msg_lrpid);
    } else {
        printf("0x%08x %-10d %-10s %-10o %-12lu %-12lu\n", (unsigned)ds->msg_perm.__key, id, owner,
               ds->msg_perm.mode & 0777, (unsigned long)ds->__msg_cbytes, (unsigned long)ds->msg_qnum);
    }
}

static void show_msg(int what) {
    struct msginfo info;
    struct msqid_ds ds;
    int highest, index, id;
    if (what == LIMITS) return msg_limits();
    if (what == SUMMARY) return msg_summary();
    msg_heads(what);
    highest = msgctl(0, MSG_INFO, (struct msqid_ds *)&info);
    for (index = 0; index <= highest; index++) {
        if ((id = msgctl(index, MSG_STAT_ANY, &ds)) >= 0) msg_row(what, id, &ds);
    }
}

static int detail_msg(int id) {
    struct msqid_ds ds;
    if (msgctl(id, MSG_STAT_ANY, &ds) != id) return -1;
    printf("\nMessage Queue msqid=%d\nuid=%u\tgid=%u\tcuid=%u\tcgid=%u\tmode=%#o\n", id, ds.msg_perm.uid,
           ds.msg_perm.gid, ds.msg_perm.cuid, ds.msg_perm.cgid, ds.msg_perm.mode);
    printf("cbytes=%lu\tqbytes=%lu\tqnum=%lu\tlspid=%d\tlrpid=%d\n", (unsigned long)ds.__msg_cbytes,
           (unsigned long)ds.msg_qbytes, (unsigned long)ds.msg_qnum, ds.msg_lspid, ds.msg_lrpid);
    printf("send_time=%-26.24s\n", date_of(ds.msg_stime));
    printf("rcv_time=%-26.24s\n", date_of(ds.msg_rtime));
    printf("change_time=%-26.24s\n\n", date_of(ds.msg_ctime));
    return 0;
}

// --- semaphores

static int set_at(int index, struct semid_ds *ds) {
    union semun argument;
    argument.buf = ds;
    return semctl(index, 0, SEM_STAT_ANY, argument);
}

static int sem_information(int command, struct seminfo *info) {
    union semun argument;
    argument.__buf = info;
    return semctl(0, 0, command, argument);
}

static void sem_limits(void) {
    struct seminfo limits;
    puts("------ Semaphore Limits --------");
    if (sem_information(IPC_INFO, &limits) < 0) return;
    printf("max number of arrays = %d\nmax semaphores per array = %d\n", limits.semmni, limits.semmsl);
    printf("max semaphores system wide = %d\nmax ops per semop call = %d\n", limits.semmns, limits.semopm);
    printf("semaphore max value = %u\n", limits.semvmx);
}

static void sem_summary(void) {
    struct seminfo info;
    if (sem_information(SEM_INFO, &info) < 0) return;
    puts("------ Semaphore Status --------");
    printf("used arrays = %d\nallocated semaphores = %d\n", info.semusz, info.semaem);
}

static void sem_heads(int what) {
    if (what == TIMES) {
        puts("------ Semaphore Operation/Change Times --------");
        printf("%-8s %-10s %-26.24s %-26.24s\n", "semid", "owner", "last-op", "last-changed");
    } else if (what == CREATORS) {
        puts("------ Semaphore Arrays Creators/Owners --------");
        print_creator_heads("semid");
    } else {
        puts("------ Semaphore Arrays --------");
        printf("%-10s %-10s %-10s %-10s %-10s\n", "key", "semid", "owner", "perms", "nsems");
    }
}

static void sem_row(int what, int id, const struct semid_ds *ds) {
    const char *owner = name_of(ds->sem_perm.uid, 0);
    if (what == CREATORS) {
        print_creator(id, &ds->sem_perm);
    } else if (what == TIMES) {
        printf("%-8d %-10s  %-26.24s", id, owner, date_of(ds->sem_otime));
        printf(" %-26.24s\n", date_of(ds->sem_ctime));
    } else {
        printf("0x%08x %-10d %-10s %-10o %-10lu\n", (unsigned)ds->sem_perm.__key, id, owner, ds->sem_perm.mode & 0777,
               (unsigned long)ds->sem_nsems);
    }
}

static void show_sem(int what) {
    struct seminfo info;
    struct semid_ds ds;
    int highest, index, id;
    if (what == PIDS) return;  // a set has none of its own
    if (what == LIMITS) return sem_limits();
    if (what == SUMMARY) return sem_summary();
    sem_heads(what);
    highest = sem_information(SEM_INFO, &info);
    for (index = 0; index <= highest; index++) {
        if ((id = set_at(index, &ds)) >= 0) sem_row(what, id, &ds);
    }
}

static int detail_sem(int id) {
    struct semid_ds ds;
    int i, ask, facts[4];
    static const int commands[] = {GETVAL, GETNCNT, GETZCNT, GETPID};
    if (set_at(id, &ds) != id) return -1;
    printf("\nSemaphore Array semid=%d\nuid=%u\t gid=%u\t cuid=%u\t cgid=%u\n", id, ds.sem_perm.uid, ds.sem_perm.gid,
           ds.sem_perm.cuid, ds.sem_perm.cgid);
    printf("mode=%#o, access_perms=%#o\nnsems = %lu\n", ds.sem_perm.mode, ds.sem_perm.mode & 0777,
           (unsigned long)ds.sem_nsems);
    printf("otime = %-26.24s\n", date_of(ds.sem_otime));
    printf("ctime = %-26.24s\n", date_of(ds.sem_ctime));
    printf("%-10s %-10s %-10s %-10s %-10s\n", "semnum", "value", "ncount", "zcount", "pid");
    for (i = 0; i < (int)ds.sem_nsems; i++) {
        for (ask = 0; ask < 4; ask++) {
            facts[ask] = semctl(id, i, commands[ask]);
            if (facts[ask] < 0) {
                perror("ipcs: semctl failed");
                exit(EXIT_FAILURE);
            }
        }
        printf("%-10d %-10d %-10d %-10d %-10d\n", i, facts[0], facts[1], facts[2], facts[3]);
    }
    putchar('\n');
    return 0;
}

// --- options

static const struct {
    const char *name;
    const char *letter;
} long_options[] = {
    {"--shmems", "-m"}, {"--queues", "-q"},  {"--semaphores", "-s"}, {"--all", "-a"},    {"--time", "-t"}, {"--pid", "-p"},
    {"--creator", "-c"}, {"--limits", "-l"}, {"--summary", "-u"},    {"--bytes", "-b"}, {"--id", "-i"},   {"--help", "-h"},
};

static void shorten_options(int count, char **arguments) {
    size_t known;
    int i;
    for (i = 1; i < count; i++) {
        for (known = 0; known < sizeof long_options / sizeof *long_options; known++) {
            if (strcmp(arguments[i], long_options[known].name) == 0) arguments[i] = (char *)long_options[known].letter;
        }
    }
}

static void usage(void) {
    puts("\nUsage:\n ipcs [resource-option...] [output-option]\n ipcs -m|-q|-s -i <id>\n");
    puts("Show information on IPC facilities.\n\nOptions:\n -i, --id <id>  print details on one resource\n"
         " -h, --help     display this help\n");
    puts("Resource options:\n -m, --shmems      shared memory segments\n -q, --queues      message queues\n"
         " -s, --semaphores  semaphores\n -a, --all         all (default)\n");
    puts("Output options:\n -t, --time        show attach, detach and change times\n"
         " -p, --pid         show PIDs of creator and last operator\n -c, --creator     show creator and owner\n"
         " -l, --limits      show resource limits\n -u, --summary     show status summary\n"
         " -b, --bytes       show sizes in bytes");
    exit(EXIT_SUCCESS);
}

static int number_of(const char *text) {
    char *end;
    long number = strtol(text, &end, 10);
    if (*text != 0 && *end == 0) return (int)number;
    fprintf(stderr, "ipcs: failed to parse id argument: '%s'\n", text);
    exit(EXIT_FAILURE);
}

static int show_detail(int shm, int msg, int sem, int id) {
    int found;
    if (shm + msg + sem != 1) {
        fputs("ipcs: when using an ID, a single resource must be specified\n", stderr);
        return EXIT_FAILURE;
    }
    found = shm ? detail_shm(id) : msg ? detail_msg(id) : detail_sem(id);
    if (found != 0) fprintf(stderr, "ipcs: id %d not found\n", id);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    int shm = 0, msg = 0, sem = 0, what = LIST, id = -1, option;
    shorten_options(argc, argv);
    argv[0] = "ipcs";
    while ((option = getopt(argc, argv, "i:mqsatpclubhV")) != -1) {
        switch (option) {
            case 'i': id = number_of(optarg); break;
            case 'm': shm = 1; break;
            case 'q': msg = 1; break;
            case 's': sem = 1; break;
            case 'a': shm = msg = sem = 1; break;
            case 't': what = TIMES; break;
            case 'p': what = PIDS; break;
            case 'c': what = CREATORS; break;
            case 'l': what = LIMITS; break;
            case 'u': what = SUMMARY; break;
            case 'b': break;
            case 'h': usage();
            case 'V': puts("ipcs of shmscope"); return EXIT_SUCCESS;
            default: fputs("Try 'ipcs --help' for more information.\n", stderr); return EXIT_FAILURE;
        }
    }
    if (id >= 0) return show_detail(shm, msg, sem, id);
    if (!shm && !msg && !sem) shm = msg = sem = 1;
    putchar('\n');
    if (msg) show_msg(what), putchar('\n');
    if (shm) show_shm(what), putchar('\n');
    if (sem) show_sem(what), putchar('\n');
    return EXIT_SUCCESS;
}
