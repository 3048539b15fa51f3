// Structs by value, nested, in arrays, returned, compared with unions and their sizes.
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct point {
    int x, y;
};

struct student {
    char name[16];
    int id;
    double marks[3];
    struct point seat;
};

union word {
    unsigned int whole;
    unsigned char bytes[4];
    struct {
        unsigned short low, high;
    } halves;
};

struct packed_date {
    unsigned int day : 5;
    unsigned int month : 4;
    unsigned int year : 12;
    int sign : 3;
};

static struct point moved(struct point p, int dx, int dy) {
    p.x += dx;
    p.y += dy;
    return p;
}

static double average(struct student s) {
    double sum = 0;
    for (int i = 0; i < 3; i++) sum += s.marks[i];
    return sum / 3;
}

int main(void) {
    struct point a = {1, 2}, b = moved(a, 10, 20);
    printf("a = (%d, %d), b = (%d, %d)\n", a.x, a.y, b.x, b.y);

    struct student class[2] = {{"Ann", 7, {90, 80.5, 70}, {3, 4}}, {.name = "Bob", .id = 8, .marks = {[2] = 60}}};
    for (size_t i = 0; i < sizeof class / sizeof class[0]; i++) {
        struct student *s = &class[i];
        printf("%-8s|%3d|%8.3f|(%d,%d)\n", s->name, s->id, average(*s), s->seat.x, s->seat.y);
    }
    struct student copy = class[0];
    strcpy(copy.name, "Cy");
    copy.seat = moved(copy.seat, -3, -4);
    printf("%s %s %d\n", class[0].name, copy.name, copy.seat.x + copy.seat.y);

    union word w;
    w.whole = 0x12345678;
    printf("%02x %02x %x %x\n", w.bytes[0], w.bytes[3], w.halves.low, w.halves.high);

    struct packed_date d = {31, 12, 1999, -2};
    d.year += 26;
    printf("%u-%u-%u %d %zu\n", d.day, d.month, d.year, d.sign, sizeof d);
    printf("%zu %zu %zu %zu\n", sizeof(struct student), offsetof(struct student, marks), sizeof(union word),
           offsetof(struct student, seat));
    struct point *p = &(struct point){5, 6};
    printf("%d\n", moved(*p, 1, 1).y);
    return 0;
}
