/* Writing the files of /proc/sys/kernel: what is a number, and which ones are taken. */
#include "proc.h"

#define KERNEL "/proc/sys/kernel/"

static int takes(const char *path, const char *text, unsigned long value) {
    return write_text(path, text) == 0 && number_in(path) == value;
}
static int refuses(const char *path, const char *text, int number) {
    unsigned long before = number_in(path);
    return write_text(path, text) == number && number_in(path) == before;
}
static int reads(const char *path, const char *text) { return strcmp(text_of(path), text) == 0; }

static void numbers(void) {
    const char *path = KERNEL "shmmni";
    ROW("SET1 decimal, with a line's end, between blanks", takes(path, "5", 5) && takes(path, "6\n", 6) && takes(path, " 7 ", 7));
    ROW("SET1 hexadecimal, octal", takes(path, "0x10", 16) && takes(path, "010", 8));
    ROW("SET1 of two numbers the first", takes(path, "5 6", 5));
    ROW("SET1 no number: EINVAL", refuses(path, "abc", EINVAL) && refuses(path, "5abc", EINVAL) && refuses(path, "\n", EINVAL) && refuses(path, "+3", EINVAL));
    ROW("SET1 nothing changes nothing", takes(path, "", 5));
    ROW("SET2 shmmni: 0 to 32768", takes(path, "0", 0) && takes(path, "32768", 32768) && refuses(path, "32769", EINVAL) && refuses(path, "-1", EINVAL));
    ROW("SET2 more than an int: EINVAL", refuses(path, "2147483648", EINVAL) && refuses(path, "4294967297", EINVAL));
}

static void others(void) {
    ROW("SET3 shmmax, shmall: any unsigned long", takes(KERNEL "shmmax", "18446744073709551615", -1ul) && takes(KERNEL "shmmax", "1", 1) && takes(KERNEL "shmall", "4294967297", 4294967297));
    ROW("SET3 more, or less than 0: EINVAL", refuses(KERNEL "shmmax", "99999999999999999999", EINVAL) && refuses(KERNEL "shmall", "-1", EINVAL));
    ROW("SET4 shm_rmid_forced: 0 and 1", takes(KERNEL "shm_rmid_forced", "1", 1) && refuses(KERNEL "shm_rmid_forced", "2", EINVAL) && takes(KERNEL "shm_rmid_forced", "0", 0));
    ROW("SET5 msgmni, msgmax, msgmnb", refuses(KERNEL "msgmni", "32769", EINVAL) && takes(KERNEL "msgmax", "2147483647", 2147483647) && refuses(KERNEL "msgmnb", "-1", EINVAL));
    ROW("SET6 sem: four numbers", reads(KERNEL "sem", "32000\t1024000000\t500\t32000\n"));
    ROW("SET6 fewer set the first ones", write_text(KERNEL "sem", "250") == 0 && reads(KERNEL "sem", "250\t1024000000\t500\t32000\n") && write_text(KERNEL "sem", "1 2 3 4") == 0 && reads(KERNEL "sem", "1\t2\t3\t4\n"));
    ROW("SET6 more than 32768 sets: ERANGE, the others are set", write_text(KERNEL "sem", "5 6 7 40000") == ERANGE && reads(KERNEL "sem", "5\t6\t7\t4\n"));
}

int main(void) {
    numbers();
    others();
    return finish();
}
