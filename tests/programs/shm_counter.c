// Children add to counters in shared memory, one after the other; private memory does not add up.
#include <stdio.h>
#include <stdlib.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

struct board {
    int turns;
    double sums[4];
    char log[64];
};

int main(void) {
    int id = shmget(IPC_PRIVATE, sizeof(struct board), IPC_CREAT | 0600);
    struct board *board = shmat(id, 0, 0);
    int mine = 0;
    shmctl(id, IPC_RMID, 0);
    for (int child = 0; child < 4; child++) {
        if (fork() == 0) {
            for (int i = 1; i <= 10; i++) board->sums[child] += i * (child + 1) / 2.0;
            board->log[board->turns++] = (char)('a' + child);
            mine++;
            exit(0);
        }
        wait(NULL);
    }
    printf("%d turns by %s, mine %d\n", board->turns, board->log, mine);
    for (int i = 0; i < 4; i++) printf("%.1f ", board->sums[i]);
    printf("\n");
    return 0;
}
