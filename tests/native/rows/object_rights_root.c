/* Objects of other users. */
#include "object.h"
#include "user.h"

static int open_to_write(void) { return FAILS(shm_open("/closed", O_RDWR, 0), EACCES); }
static int open_to_truncate(void) { return FAILS(shm_open("/readable", O_RDWR | O_TRUNC, 0), EACCES); }
static int open_to_read(void) { return shm_open("/readable", O_RDONLY, 0) >= 0; }
static int truncate_writable(void) {
    int fd = shm_open("/writable", O_RDWR | O_TRUNC, 0600);
    return fd >= 0 && status_of(fd).st_uid == 0 && status_of(fd).st_gid == 0 && (status_of(fd).st_mode & 07777) == 0666;
}
static int unlink_it(void) { return FAILS(shm_unlink("/writable"), EACCES); }
static int own_closed(void) {
    int fd = shm_open("/own", O_CREAT | O_RDWR, 0);
    return fd >= 0 && FAILS(shm_open("/own", O_RDWR, 0), EACCES) && FAILS(shm_open("/own", O_RDONLY, 0), EACCES) &&
           shm_unlink("/own") == 0;
}
static int own_read_only(void) {
    int fd = shm_open("/own", O_CREAT | O_RDWR, 0400);
    return fd >= 0 && FAILS(shm_open("/own", O_RDWR | O_TRUNC, 0), EACCES) && shm_open("/own", O_RDONLY, 0) >= 0 &&
           shm_unlink("/own") == 0;
}
static int made_by_nobody(void) {
    struct stat state = status_of(shm_open("/nobodys", O_CREAT | O_RDWR, 0600));
    return state.st_uid == kNobody && state.st_gid == 1234;
}
static int effective_only(void) {
    struct stat state;
    if (setegid(77) != 0 || seteuid(4321) != 0) return 0;
    state = status_of(shm_open("/effective", O_CREAT | O_RDWR, 0600));
    return state.st_uid == 4321 && state.st_gid == 77;
}

int main(void) {
    int closed = new_object("/closed", 100), readable = new_object("/readable", 100),
        writable = new_object("/writable", 100);

    fchmod(closed, 0), fchmod(readable, 0444), fchmod(writable, 0666);
    ROW("O21 a mode-0 object of another user, O_RDWR: EACCES",
        child_of_user_ends(kNobody, kNobody, open_to_write) == 1);
    ROW("O21 the owner of a mode-0 object: EACCES", child_of_user_ends(kNobody, kNobody, own_closed) == 1);
    ROW("O22 mode 0400, O_RDWR|O_TRUNC: EACCES", child_of_user_ends(kNobody, kNobody, own_read_only) == 1);
    ROW("O22 mode 0444 of another user: EACCES",
        child_of_user_ends(kNobody, kNobody, open_to_truncate) == 1 && status_of(readable).st_size == 100);
    ROW("O22 reading it works", child_of_user_ends(kNobody, kNobody, open_to_read) == 1);
    ROW("O16 O17 O_TRUNC by another user leaves mode and owner",
        child_of_user_ends(kNobody, kNobody, truncate_writable) == 1 && status_of(writable).st_size == 0);
    ROW("O36 shm_unlink by another user: EACCES", child_of_user_ends(kNobody, kNobody, unlink_it) == 1);
    ROW("O35 the object is still there", exists("/writable") && status_of(writable).st_nlink == 1);
    ROW("O6 O7 user and group of the maker", child_of_user_ends(kNobody, 1234, made_by_nobody) == 1);
    ROW("O6 O7 the effective ones count", child_ends(effective_only) == 1);
    ROW("O21 root opens whatever the mode", shm_open("/closed", O_RDWR, 0) >= 0);
    ROW("O34 and unlinks what is another's", shm_unlink("/nobodys") == 0 && shm_unlink("/effective") == 0);
    return finish();
}
