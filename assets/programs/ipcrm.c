// ipcrm(1): removes segments, queues and sets of semaphores, by id or key, as util-linux does.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

enum { SHM, MSG, SEM };

static const char *const words[] = {"shared memory segment", "message queue", "semaphore"};
static int verbose;

static int remove_id(int kind, int id) {
    if (verbose) printf("removing %s id `%d'\n", words[kind], id);
    if (kind == SHM) return shmctl(id, IPC_RMID, NULL);
    if (kind == MSG) return msgctl(id, IPC_RMID, NULL);
    return semctl(id, 0, IPC_RMID, 0);
}

static int id_of_key(int kind, key_t key) {
    if (kind == SHM) return shmget(key, 0, 0);
    if (kind == MSG) return msgget(key, 0);
    return semget(key, 0, 0);
}

// Tells why `text`, an id or a key, was not removed.
static int refused(const char *what, const char *text) {
    const char *why = errno == EACCES || errno == EPERM ? "permission denied for"
                      : errno == EIDRM                  ? "already removed"
                                                        : "invalid";
    fprintf(stderr, "ipcrm: %s %s (%s)\n", why, what, text);
    return 1;
}

static long number_of(const char *text, int base) {
    char *end;
    long number;
    errno = 0;
    number = strtol(text, &end, base);
    if (errno == 0 && *text != 0 && *end == 0) return number;
    fprintf(stderr, "ipcrm: failed to parse argument: '%s'\n", text);
    exit(EXIT_FAILURE);
}

static int remove_by_id(int kind, const char *text) {
    return remove_id(kind, (int)number_of(text, 10)) == 0 ? 0 : refused("id", text);
}

static int remove_by_key(int kind, const char *text) {
    key_t key = (key_t)number_of(text, 0);
    int id;
    if (key == IPC_PRIVATE) {
        fprintf(stderr, "ipcrm: illegal key (%s)\n", text);
        return 1;
    }
    id = id_of_key(kind, key);
    return id >= 0 && remove_id(kind, id) == 0 ? 0 : refused("key", text);
}

static int remove_all(int kind) {
    struct shmid_ds segment;
    struct msqid_ds queue;
    struct semid_ds set;
    struct shm_info shm;
    struct msginfo msg;
    struct seminfo sem;
    int failed = 0, index, id, highest = kind == SHM   ? shmctl(0, SHM_INFO, (struct shmid_ds *)&shm)
                                         : kind == MSG ? msgctl(0, MSG_INFO, (struct msqid_ds *)&msg)
                                                       : semctl(0, 0, SEM_INFO, &sem);
    for (index = 0; index <= highest; index++) {
        id = kind == SHM   ? shmctl(index, SHM_STAT, &segment)
             : kind == MSG ? msgctl(index, MSG_STAT, &queue)
                           : semctl(index, 0, SEM_STAT, &set);
        if (id >= 0 && remove_id(kind, id) != 0) failed = 1;
    }
    return failed;
}

static int kind_of(const char *word) {
    if (strcmp(word, "shm") == 0) return SHM;
    if (strcmp(word, "msg") == 0) return MSG;
    if (strcmp(word, "sem") == 0) return SEM;
    return -1;
}

static int try_help(void) {
    fputs("Try 'ipcrm --help' for more information.\n", stderr);
    return EXIT_FAILURE;
}

// The old form: ipcrm shm|msg|sem ID...
static int remove_listed(int kind, char **ids) {
    int failed = 0;
    for (; *ids != NULL; ids++) failed |= remove_by_id(kind, *ids);
    if (!failed) puts("resource(s) deleted");
    return failed;
}

// --all, or --all=shm|msg|sem
static int remove_every(const char *word) {
    int kind = word != NULL ? kind_of(word) : -1;
    if (kind >= 0) return remove_all(kind);
    return remove_all(SHM) | remove_all(SEM) | remove_all(MSG);
}

static int is_long(const char *argument, const char *name) {
    size_t length = strlen(name);
    return strncmp(argument, name, length) == 0 && (argument[length] == 0 || argument[length] == '=');
}

// The letter a long option stands for; its value comes behind '=' or as the next argument.
static char *shorten(char *argument) {
    static const struct {
        const char *name;
        char *letter;
    } options[] = {{"--shmem-id", "-m"},  {"--shmem-key", "-M"}, {"--queue-id", "-q"}, {"--queue-key", "-Q"},
                   {"--semaphore-id", "-s"}, {"--semaphore-key", "-S"}, {"--verbose", "-v"}, {"--help", "-h"}};
    size_t i;
    for (i = 0; i < sizeof options / sizeof *options; i++) {
        if (strcmp(argument, options[i].name) == 0) return options[i].letter;
    }
    return argument;
}

static void usage(void) {
    puts("\nUsage:\n ipcrm [options]\n ipcrm shm|msg|sem <id>...\n\nRemove certain IPC resources.\n\nOptions:\n"
         " -m, --shmem-id <id>        remove shared memory segment by id\n"
         " -M, --shmem-key <key>      remove shared memory segment by key\n"
         " -q, --queue-id <id>        remove message queue by id\n"
         " -Q, --queue-key <key>      remove message queue by key\n"
         " -s, --semaphore-id <id>    remove semaphore by id\n"
         " -S, --semaphore-key <key>  remove semaphore by key\n"
         " -a, --all[=shm|msg|sem]    remove all (in the specified category)\n"
         " -v, --verbose              explain what is being done");
    exit(EXIT_SUCCESS);
}

int main(int argc, char **argv) {
    int option, failed = 0, kept = 1, i;
    if (argc > 2 && kind_of(argv[1]) >= 0) return remove_listed(kind_of(argv[1]), argv + 2);
    for (i = 1; i < argc; i++) {
        if (is_long(argv[i], "--all")) {
            const char *value = strchr(argv[i], '=');
            failed |= remove_every(value != NULL ? value + 1 : NULL);
        } else {
            argv[kept++] = shorten(argv[i]);
        }
    }
    argv[argc = kept] = NULL;
    argv[0] = "ipcrm";
    while ((option = getopt(argc, argv, "m:M:q:Q:s:S:avh")) != -1) {
        switch (option) {
            case 'm': failed |= remove_by_id(SHM, optarg); break;
            case 'M': failed |= remove_by_key(SHM, optarg); break;
            case 'q': failed |= remove_by_id(MSG, optarg); break;
            case 'Q': failed |= remove_by_key(MSG, optarg); break;
            case 's': failed |= remove_by_id(SEM, optarg); break;
            case 'S': failed |= remove_by_key(SEM, optarg); break;
            case 'a': failed |= remove_every(NULL); break;
            case 'v': verbose = 1; break;
            case 'h': usage();
            default: return try_help();
        }
    }
    if (optind < argc) {
        fprintf(stderr, "ipcrm: unknown argument: %s\n", argv[optind]);
        return try_help();
    }
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
