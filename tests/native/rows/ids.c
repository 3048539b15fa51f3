/* Identifiers: sequence * 32768 + index, indices handed out in turn (ipc/util.c). */
#include "row.h"

int main(void) {
    int ids[80];
    int i, id = 0, in_order = 1;

    for (i = 0; i < 3; i++) ids[i] = new_segment(1);
    ROW("B3.1 a fresh namespace gives 0, 1, 2", ids[0] == 0 && ids[1] == 1 && ids[2] == 2);
    shmctl(ids[1], IPC_RMID, NULL);
    ids[1] = new_segment(1);
    ROW("B3.2 the index of a removed segment is not used again at once: 3", ids[1] == 3);

    for (i = 4; i < 64; i++) {
        id = new_segment(1);
        in_order = in_order && id == i;
        shmctl(id, IPC_RMID, NULL);
    }
    ROW("B3.3 making and removing goes up to index 63", in_order);
    id = new_segment(1);
    ROW("B3.4 C2 then to the first free index with the next sequence: 32768 + 1", id == 32768 + 1);
    shmctl(id, IPC_RMID, NULL);
    ROW("B3.5 a stale id: EINVAL", FAILS(shmat(id, NULL, 0), EINVAL));
    for (i = 0; i < 3; i++) shmctl(ids[i], IPC_RMID, NULL);

    in_order = 1;
    for (i = 0; i < 70; i++) {
        ids[i] = new_segment(1);
        if (i > 0 && i < 62) in_order = in_order && ids[i] == ids[i - 1] + 1;
    }
    ROW("B3.3 ids of one sequence follow each other", in_order);
    printf("first %d, 62nd %d, last %d\n", ids[0], ids[61], ids[69]);
    for (i = 0; i < 70; i++) shmctl(ids[i], IPC_RMID, NULL);
    printf("afterwards %d\n", new_segment(1));
    return finish();
}
