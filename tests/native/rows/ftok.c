#include "row.h"

#include <sys/stat.h>

int main(void) {
    struct stat state;
    key_t key = ftok("/tmp", 65);

    ROW("B13.1 ftok of a directory that exists", key != -1 && stat("/tmp", &state) == 0 && S_ISDIR(state.st_mode));
    ROW("B13.1 (proj & 0xff) << 24 | (st_dev & 0xff) << 16 | (st_ino & 0xffff)",
        key == (key_t)(65u << 24 | (state.st_dev & 0xff) << 16 | (state.st_ino & 0xffff)));
    ROW("B13.1 the same again", ftok("/tmp", 65) == key);
    ROW("B13.2 only eight bits of the project count: 65 and 321 collide", ftok("/tmp", 321) == key);
    ROW("B13.2 another project, another key", ftok("/tmp", 66) != key);
    ROW("B13.1 a name with dots and slashes", ftok("/etc/..//tmp/.", 65) == key);
    ROW("B13.3 a missing file: ENOENT", FAILS(ftok("/no/such/file", 65), ENOENT));
    ROW("B13.1 the working directory", ftok(".", 1) != -1);
    ROW("stat of a bad address: EFAULT", FAILS(stat((char *)8, &state), EFAULT));
    return finish();
}
