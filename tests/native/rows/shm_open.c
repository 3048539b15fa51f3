/* shm_open: what is made, with which rights, under which names. */
#include "object.h"

#include <sys/resource.h>

static void made_and_read(void) {
    int fd = shm_open("/made", O_CREAT | O_RDWR, 0644), reader, duplicate;
    struct stat state;
    char *p, *q;

    ROW("O5 an absent name with O_CREAT is made", fd >= 0 && fstat(fd, &state) == 0 && S_ISREG(state.st_mode));
    ROW("O6 its owner is the effective user", state.st_uid == geteuid());
    ROW("O7 its group the effective group", state.st_gid == getegid());
    ROW("O12 its size is 0", state.st_size == 0);
    ROW("O2 B14.4 the descriptor is closed by exec", fcntl(fd, F_GETFD) == FD_CLOEXEC);
    ROW("O1 ftruncate gives it a size", ftruncate(fd, 5000) == 0 && status_of(fd).st_size == 5000);
    p = map_shared(fd, 5000);
    ROW("O39 O4 an O_RDWR descriptor maps for reading",
        (q = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0)) != MAP_FAILED && *q == 0);
    strcpy(p, "written");
    reader = shm_open("/made", O_RDONLY, 0);
    q = mmap(NULL, 5000, PROT_READ, MAP_SHARED, reader, 0);
    ROW("O1 a second open maps the same bytes", q != MAP_FAILED && q != p && strcmp(q, "written") == 0);
    ROW("O3 B14.8 ftruncate of an O_RDONLY descriptor: EINVAL", FAILS(ftruncate(reader, 1), EINVAL));
    duplicate = shm_open("/made", O_CREAT | O_RDWR, 0600);
    ROW("B14.5 O_CREAT of an existing name finds it and ignores the mode",
        status_of(duplicate).st_ino == state.st_ino && (status_of(duplicate).st_mode & 07777) == 0644);
    ROW("O13 O_CREAT|O_EXCL of an existing name: EEXIST",
        FAILS(shm_open("/made", O_CREAT | O_EXCL | O_RDWR, 0600), EEXIST));
    ROW("O27 an absent name without O_CREAT: ENOENT", FAILS(shm_open("/absent", O_RDWR, 0600), ENOENT));
    close(reader);
    ROW("O29 the lowest free descriptor", shm_open("/made", O_RDONLY, 0) == reader);
    ROW("B14.1 the slash may lack, or be there thrice",
        status_of(shm_open("made", O_RDONLY, 0)).st_ino == state.st_ino &&
            status_of(shm_open("///made", O_RDONLY, 0)).st_ino == state.st_ino);
    ROW("B14.4 O_WRONLY is taken too",
        (fd = shm_open("/made", O_WRONLY, 0)) >= 0 && write(fd, "W", 1) == 1 && *p == 'W');
    ROW("O34 shm_unlink: 0", shm_unlink("/made") == 0);
}

static void rights(void) {
    int fd;

    umask(0);
    fd = shm_open("/open", O_CREAT | O_RDWR, 0666);
    ROW("O8 without a umask the mode is as asked", (status_of(fd).st_mode & 07777) == 0666);
    umask(027);
    fd = shm_open("/less", O_CREAT | O_RDWR, 0777);
    ROW("O8 the bits of the umask are taken away", (status_of(fd).st_mode & 07777) == 0750);
    umask(022);
    fd = shm_open("/reader", O_CREAT | O_RDONLY, 0777);
    ROW("O9 O_RDONLY|O_CREAT cannot write whatever the mode", FAILS(write(fd, "x", 1), EBADF));
    ROW("O9 nor map to write", FAILS(mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, fd, 0), EACCES));
    fd = shm_open("/closed", O_CREAT | O_RDWR, 0);
    ROW("O10 O_RDWR|O_CREAT of mode 0: this descriptor can set the size", ftruncate(fd, 100) == 0);
    ROW("O11 and map", map_shared(fd, 100) != MAP_FAILED);
    shm_unlink("/open"), shm_unlink("/less"), shm_unlink("/reader"), shm_unlink("/closed");
}

static void truncated(void) {
    int fd = new_object("/full", 5000), again;

    fchmod(fd, 0640);
    again = shm_open("/full", O_RDWR | O_TRUNC, 0777);
    ROW("O15 O_TRUNC: size 0", status_of(again).st_size == 0 && status_of(fd).st_size == 0);
    ROW("O16 the mode stays", (status_of(again).st_mode & 07777) == 0640);
    ftruncate(fd, 100);
    ROW("B14.14 O_RDONLY|O_TRUNC empties it too",
        shm_open("/full", O_RDONLY | O_TRUNC, 0) >= 0 && status_of(fd).st_size == 0);
    shm_unlink("/full");
}

/* Success and EINVAL are both legal: whatever Linux answers is printed and compared. */
static void try_name(const char *name, const char *shown) {
    int fd = shm_open(name, O_CREAT | O_RDWR, 0600);
    printf("%s: %s\n", shown, fd >= 0 ? "made" : strerror(errno));
    if (fd >= 0) close(fd), shm_unlink(name);
}

static void names(void) {
    char name[4400];
    int i;

    ROW("O23 B14.1 no name: EINVAL", FAILS(shm_open("", O_CREAT | O_RDWR, 0600), EINVAL));
    ROW("O23 B14.1 only slashes: EINVAL",
        FAILS(shm_open("/", O_CREAT | O_RDWR, 0600), EINVAL) && FAILS(shm_open("//", O_CREAT | O_RDWR, 0600), EINVAL));
    ROW("O23 B14.1 . and ..: EINVAL",
        FAILS(shm_open(".", O_CREAT | O_RDWR, 0600), EINVAL) && FAILS(shm_open("/..", O_CREAT | O_RDWR, 0600), EINVAL));
    ROW("O23 B14.1 a slash inside: EINVAL", FAILS(shm_open("/a/b", O_CREAT | O_RDWR, 0600), EINVAL));
    try_name("$#\n@..", "O23 odd signs");
    try_name("\351t\351", "O23 letters that are not ASCII");
    try_name("...", "O23 three dots");
    try_name("a b", "O23 a blank");
    for (i = 0; i < 4399; i++) name[i] = 'n';
    name[0] = '/';
    name[256] = 0;
    ROW("O25 B14.2 255 letters are legal", shm_open(name, O_CREAT | O_RDWR, 0600) >= 0 && shm_unlink(name) == 0);
    name[256] = 'n', name[257] = 0;
    ROW("O25 B14.2 256 letters: ENAMETOOLONG", FAILS(shm_open(name, O_CREAT | O_RDWR, 0600), ENAMETOOLONG));
    ROW("O37 shm_unlink of 256 letters: ENAMETOOLONG", FAILS(shm_unlink(name), ENAMETOOLONG));
    name[257] = 'n';
    for (i = 1; i < 4399; i += 100) name[i] = '/';
    name[4399] = 0;
    ROW("O26 longer than a path, with slashes: EINVAL", FAILS(shm_open(name, O_CREAT | O_RDWR, 0600), EINVAL));
}

static int fill_descriptors(void) {
    struct rlimit limit = {20, 20};
    setrlimit(RLIMIT_NOFILE, &limit);
    while (dup(0) >= 0) {
    }
    return errno == EMFILE && FAILS(shm_open("/one", O_CREAT | O_RDWR, 0600), EMFILE);
}

static int make_exclusively(void) { return shm_open("/contested", O_CREAT | O_EXCL | O_RDWR, 0600) >= 0; }

/* How many of 20 processes make the same name. */
static int winners(void) {
    pid_t children[20];
    int i, count = 0;
    for (i = 0; i < 20; i++) children[i] = child_running(make_exclusively);
    for (i = 0; i < 20; i++) count += end_of(children[i]);
    shm_unlink("/contested");
    return count;
}

int main(void) {
    made_and_read();
    rights();
    truncated();
    names();
    ROW("O24 no descriptor left: EMFILE", child_ends(fill_descriptors) == 1);
    ROW("O24 nothing was made", !exists("/one"));
    ROW("O14 of twenty processes one makes the name with O_EXCL", winners() == 1 && winners() == 1 && winners() == 1);
    return finish();
}
