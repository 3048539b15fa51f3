// Accounts behind a spin lock of atomic built-ins; three children move money.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_ACC 5

typedef enum { DEPOSIT, WITHDRAW, TRANSFER } kind_t;
typedef struct {
    int id;
    char owner[16];
    long long cents;
} account;

typedef struct {
    kind_t kind;
    int from, to;
    long long cents;
} op;

typedef struct {
    volatile int lock;
    int nops;
    account acc[MAX_ACC];
    op log[64];
} bank;

static void lock(bank *b) {
    while (__sync_lock_test_and_set(&b->lock, 1))
        ;
}

static void unlock(bank *b) {
    __sync_lock_release(&b->lock);
}

static int apply(bank *b, op o) {
    int rc = 0;
    lock(b);
    switch (o.kind) {
        case DEPOSIT:
            b->acc[o.to].cents += o.cents;
            break;
        case WITHDRAW:
            if (b->acc[o.from].cents < o.cents)
                rc = -1;
            else
                b->acc[o.from].cents -= o.cents;
            break;
        case TRANSFER:
            if (b->acc[o.from].cents < o.cents)
                rc = -1;
            else {
                b->acc[o.from].cents -= o.cents;
                b->acc[o.to].cents += o.cents;
            }
            break;
        default:
            rc = -2;
    }
    if (!rc)
        b->log[b->nops++] = o;
    unlock(b);
    return rc;
}

int main(void) {
    int id = shmget(IPC_PRIVATE, sizeof(bank), IPC_CREAT | 0600);
    bank *b = shmat(id, NULL, 0);
    if (b == (bank *)-1) {
        perror("shmat");
        return 1;
    }
    for (int i = 0; i < MAX_ACC; i++) {
        b->acc[i].id = 1000 + i;
        snprintf(b->acc[i].owner, sizeof b->acc[i].owner, "owner-%02d-with-long-name", i);
    }
    for (int w = 0; w < 3; w++) {
        if (fork() == 0) {
            int bad = 0;
            for (int i = 0; i < 10; i++) {
                op o = {.kind = (kind_t)((i + w) % 3),
                        .from = i % MAX_ACC,
                        .to = (i + w) % MAX_ACC,
                        .cents = 100LL * (w + 1)};
                if (apply(b, o))
                    bad++;
            }
            _exit(bad >= 0 ? w : 99);
        }
    }
    int st, s = 0;
    while (wait(&st) > 0)
        if (WIFEXITED(st))
            s += WEXITSTATUS(st);
    long long sum = 0, dep = 0, wd = 0;
    for (int i = 0; i < MAX_ACC; i++) sum += b->acc[i].cents;
    for (int i = 0; i < b->nops; i++) {
        if (b->log[i].kind == DEPOSIT)
            dep += b->log[i].cents;
        else if (b->log[i].kind == WITHDRAW)
            wd += b->log[i].cents;
    }
    printf("%s %d %d\n", b->acc[3].owner, s, sum == dep - wd);
    shmdt(b);
    shmctl(id, IPC_RMID, NULL);
    return 0;
}
