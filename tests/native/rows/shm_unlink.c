/* How long an object lives: its name, its descriptors, its mappings. */
#include "object.h"

static void kept_by_its_name(void) {
    int fd = new_object("/named", PAGE);
    char *p = map_shared(fd, PAGE);

    strcpy(p, "named");
    munmap(p, PAGE);
    close(fd);
    fd = shm_open("/named", O_RDWR, 0);
    p = map_shared(fd, PAGE);
    ROW("O18 the name keeps the content when nobody has it open", strcmp(p, "named") == 0);
    close(fd);
    ROW("O30 shm_unlink, then without O_CREAT: ENOENT",
        shm_unlink("/named") == 0 && FAILS(shm_open("/named", O_RDWR, 0), ENOENT));
    ROW("O19 O47 a mapping keeps the content after close and unlink", strcmp(p, "named") == 0);
    ROW("O38 unlinking again: ENOENT", FAILS(shm_unlink("/named"), ENOENT));
    munmap(p, PAGE);
}

static void kept_by_a_descriptor(void) {
    int fd = new_object("/open", PAGE), fresh;
    char *p = map_shared(fd, PAGE);
    ino_t inode = status_of(fd).st_ino;

    strcpy(p, "open");
    munmap(p, PAGE);
    shm_unlink("/open");
    ROW("O31 the name is gone at once though a descriptor is open", !exists("/open") && status_of(fd).st_nlink == 0);
    p = map_shared(fd, PAGE);
    ROW("O20 O32 a descriptor keeps the content and maps it again", p != MAP_FAILED && strcmp(p, "open") == 0);
    fresh = shm_open("/open", O_CREAT | O_EXCL | O_RDWR, 0600);
    ROW("O33 O_CREAT|O_EXCL of the name makes a new object",
        fresh >= 0 && status_of(fresh).st_ino != inode && status_of(fresh).st_size == 0);
    ftruncate(fresh, PAGE);
    strcpy(map_shared(fresh, PAGE), "fresh");
    ROW("O33 the old one is another", strcmp(p, "open") == 0);
    shm_unlink("/open");
}

static int write_by_name(void) {
    char *p = map_shared(shm_open("/both", O_RDWR, 0), PAGE);
    strcpy(p + 100, "child");
    return status_of(shm_open("/both", O_RDONLY, 0)).st_ino % 256;
}

static char *inherited;
static int write_inherited(void) {
    strcpy(inherited + 200, "inherited");
    return 0;
}

static void between_processes(void) {
    int fd = new_object("/both", PAGE);
    inherited = map_shared(fd, PAGE);
    ROW("O28 the name means the same object in a child",
        child_ends(write_by_name) == (int)(status_of(fd).st_ino % 256));
    ROW("O28 what it wrote is here", strcmp(inherited + 100, "child") == 0);
    ROW("B14.15 an inherited mapping is shared",
        child_ends(write_inherited) == 0 && strcmp(inherited + 200, "inherited") == 0);
    shm_unlink("/both");
}

static void names(void) {
    ROW("O38 a name that never was: ENOENT", FAILS(shm_unlink("/never"), ENOENT));
    ROW("B14.3 no name", FAILS(shm_unlink(""), ENOENT));
    ROW("B14.3 a slash inside", FAILS(shm_unlink("/a/b"), ENOENT));
    ROW("B14.3 the folder itself", FAILS(shm_unlink("/"), ENOENT));
    ROW("B14.3 . and ..", FAILS(shm_unlink("."), EISDIR) && FAILS(shm_unlink("/.."), EISDIR));
    ROW("B14.3 with and without the slash",
        (close(new_object("plain", 1)), shm_unlink("//plain")) == 0 && !exists("plain"));
}

int main(void) {
    kept_by_its_name();
    kept_by_a_descriptor();
    between_processes();
    names();
    return finish();
}
