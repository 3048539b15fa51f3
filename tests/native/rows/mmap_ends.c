/* Where a file ends and its mapping does not. */
#include "object.h"

/* The same for a file in /tmp and for an object: both are memory here. */
static void half_a_page(int fd, const char *what) {
    char *p = map_shared(fd, 2 * PAGE), byte;

    printf("%s\n", what);
    ROW("O39 its bytes are there", memcmp(p, "abc", 3) == 0);
    ROW("O44 the tail of the last page is zero", p[PAGE / 2] == 0 && p[PAGE - 1] == 0);
    ROW("O42 O43 the second page: SIGBUS",
        loading_dies_of(p + PAGE) == SIGBUS && storing_dies_of(p + 2 * PAGE - 1) == SIGBUS);
    ROW("O42 past the mapping: SIGSEGV",
        loading_dies_of((char *)mmap(NULL, PAGE, PROT_NONE, MAP_SHARED, fd, 0)) == SIGSEGV);
    p[PAGE / 2] = 'X';
    p[PAGE / 2 - 1] = 'Y';
    msync(p, PAGE, MS_SYNC);
    ROW("O45 O46 what is written past the end is not read", lseek(fd, PAGE / 2 - 1, SEEK_SET) == PAGE / 2 - 1 &&
                                                                read(fd, &byte, 1) == 1 && byte == 'Y' &&
                                                                read(fd, &byte, 1) == 0);
    ROW("O45 O46 the size stays", status_of(fd).st_size == PAGE / 2);
    munmap(p, 2 * PAGE);
}

static void sizes(void) {
    int fd = new_object("/sizes", 0);
    char *p = map_shared(fd, 2 * PAGE);

    ROW("B14.11 an object of size 0 can be mapped", p != MAP_FAILED);
    ROW("B14.11 C7.5 any touch: SIGBUS", loading_dies_of(p) == SIGBUS && storing_dies_of(p) == SIGBUS);
    ftruncate(fd, 100);
    ROW("B14.11 once it grew the same mapping works", (p[0] = 'g', p[0] == 'g'));
    ROW("B14.12 up to the end of the page",
        (p[PAGE - 1] = 't', p[PAGE - 1] == 't') && loading_dies_of(p + PAGE) == SIGBUS);
    ftruncate(fd, 2 * PAGE);
    ROW("B14.12 growing shows the bytes stored past the old end: Linux does not zero them",
        p[PAGE - 1] == 't' && p[0] == 'g');
    p[PAGE] = 'h';
    ROW("B14.9 shrinking", ftruncate(fd, PAGE) == 0 && loading_dies_of(p + PAGE) == SIGBUS && p[0] == 'g');
    ftruncate(fd, 50);
    ROW("B14.9 inside a page: the rest of it is zeroed", (p[60] = 1, ftruncate(fd, 40)) == 0 && p[60] == 0);
    ftruncate(fd, 2 * PAGE);
    ROW("B14.10 growing again gives zeros", p[PAGE] == 0 && p[0] == 'g');
    ftruncate(fd, 0);
    ROW("C7.5 an object shrunk to nothing: SIGBUS", loading_dies_of(p) == SIGBUS);
    ROW("B14.8 a negative size: EINVAL", FAILS(ftruncate(fd, -1), EINVAL));
    ROW("B14.8 no descriptor: EBADF", FAILS(ftruncate(99, 1), EBADF));
    shm_unlink("/sizes");
}

static void calls(void) {
    int fd = new_object("/calls", 0);
    char text[16] = "";
    char *p;

    ROW("B14.13 write makes it longer", write(fd, "hello world", 11) == 11 && status_of(fd).st_size == 11);
    p = map_shared(fd, PAGE);
    ROW("B14.13 the mapping shows what was written", memcmp(p, "hello world", 12) == 0);
    p[0] = 'J';
    ROW("B14.13 read shows what was stored",
        lseek(fd, 0, SEEK_SET) == 0 && read(fd, text, 5) == 5 && strcmp(text, "Jello") == 0);
    ROW("B14.13 lseek to the end and beyond",
        lseek(fd, 0, SEEK_END) == 11 && lseek(fd, 9, SEEK_CUR) == 20 && read(fd, text, 5) == 0);
    ROW("B14.13 a hole is zeros", write(fd, "!", 1) == 1 && p[15] == 0 && p[20] == '!' && status_of(fd).st_size == 21);
    ROW("B14.13 lseek before the start: EINVAL", FAILS(lseek(fd, -1, SEEK_SET), EINVAL));
    shm_unlink("/calls");
}

int main(void) {
    char text[PAGE / 2] = "abc";
    int object = new_object("/half", 0);

    write(object, text, sizeof text);
    half_a_page(object, "an object");
    half_a_page(new_file("/tmp/half", text, sizeof text), "a file");
    sizes();
    calls();
    unlink("/tmp/half");
    return finish();
}
