// Writes a file, reads it back in several ways, and cleans up.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void with_streams(const char *path) {
    char line[80];
    int number, i;
    double value;
    FILE *file = fopen(path, "w");
    for (i = 0; i < 5; i++) fprintf(file, "row %d %.2f\n", i, i * 1.5);
    printf("position after writing: %ld\n", ftell(file));
    fclose(file);

    file = fopen(path, "r");
    while (fscanf(file, "row %d %lf\n", &number, &value) == 2) printf("%d: %g\n", number, value);
    printf("end: %d, error: %d\n", feof(file), ferror(file));
    rewind(file);
    fgets(line, sizeof line, file);
    printf("first line: %s", line);
    fseek(file, -9, SEEK_END);
    printf("at %ld: ", ftell(file));
    fputs(fgets(line, sizeof line, file) ? line : "nothing\n", stdout);
    fclose(file);
}

static void update_in_place(const char *path) {
    char line[80];
    FILE *file = fopen(path, "r+");
    fgets(line, sizeof line, file);
    fseek(file, 0, SEEK_CUR);
    fputs("ROW", file);
    fflush(file);
    fseek(file, 0, SEEK_CUR);
    fgets(line, sizeof line, file);
    printf("rest of the second line: %s", line);
    fclose(file);
    file = fopen(path, "a+");
    fprintf(file, "appended\n");
    rewind(file);
    while (fgets(line, sizeof line, file)) printf("> %s", line);
    fclose(file);
}

static void with_descriptors(const char *path) {
    char bytes[16];
    struct stat state;
    int fd = open(path, O_RDONLY);
    fstat(fd, &state);
    printf("%ld bytes, regular: %d\n", (long)state.st_size, S_ISREG(state.st_mode));
    lseek(fd, 4, SEEK_SET);
    printf("read %d: %.5s\n", (int)read(fd, bytes, 5), bytes);
    if (write(fd, "x", 1) < 0) printf("write: %s\n", strerror(errno));
    close(fd);
    if (read(fd, bytes, 1) < 0) printf("closed: %s\n", strerror(errno));
}

static void numbers(const char *path) {
    int out[1000], in[1000], i, sum = 0;
    FILE *file;
    for (i = 0; i < 1000; i++) out[i] = i * i;
    file = fopen(path, "wb");
    printf("written: %zu\n", fwrite(out, sizeof(int), 1000, file));
    fclose(file);
    file = fopen(path, "rb");
    fseek(file, 500 * sizeof(int), SEEK_SET);
    printf("read: %zu\n", fread(in, sizeof(int), 1000, file));
    for (i = 0; i < 500; i++) sum += in[i] == (i + 500) * (i + 500);
    printf("right: %d\n", sum);
    fclose(file);
}

int main(void) {
    char path[] = "/tmp/round-trip-XXXXXX";
    int fd = mkstemp(path);
    FILE *nobody;
    close(fd);
    with_streams(path);
    update_in_place(path);
    with_descriptors(path);
    numbers(path);
    printf("removed: %d\n", remove(path));
    nobody = fopen(path, "r");
    if (!nobody) printf("gone: %s\n", strerror(errno));
    nobody = tmpfile();
    fputs("temporary", nobody);
    rewind(nobody);
    printf("%d\n", fgetc(nobody));
    return 0;
}
