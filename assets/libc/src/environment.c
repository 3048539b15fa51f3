// The environment: strings "NAME=value".
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The entry of `environ` for a name of so many bytes; NULL when there is none.
static char **find(const char *name, size_t length) {
    char **entry = environ;
    for (; entry && *entry; ++entry) {
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=') return entry;
    }
    return NULL;
}

char *getenv(const char *name) {
    size_t length = strlen(name);
    char **entry = find(name, length);
    return entry ? *entry + length + 1 : NULL;
}

// Entries added since the start are in memory of our own.
static char **own;

static int append(char *string) {
    size_t count = 0;
    char **longer;
    while (environ && environ[count]) ++count;
    longer = realloc(environ == own ? own : NULL, (count + 2) * sizeof *longer);
    if (!longer) return -1;
    if (environ != own && count) memcpy(longer, environ, count * sizeof *longer);
    longer[count] = string;
    longer[count + 1] = NULL;
    environ = own = longer;
    return 0;
}

static int put(char *string, size_t length) {
    char **entry = find(string, length);
    if (!entry) return append(string);
    *entry = string;
    return 0;
}

int putenv(char *string) {
    const char *equals = strchr(string, '=');
    if (!equals) return unsetenv(string);
    return put(string, (size_t)(equals - string));
}

int setenv(const char *name, const char *value, int overwrite) {
    size_t length = strlen(name);
    char *string;
    if (length == 0 || strchr(name, '=')) {
        errno = EINVAL;
        return -1;
    }
    if (!overwrite && find(name, length)) return 0;
    string = malloc(length + strlen(value) + 2);
    if (!string) return -1;
    memcpy(string, name, length);
    string[length] = '=';
    strcpy(string + length + 1, value);
    return put(string, length);
}

int unsetenv(const char *name) {
    size_t length = strlen(name);
    char **entry;
    if (length == 0 || strchr(name, '=')) {
        errno = EINVAL;
        return -1;
    }
    while ((entry = find(name, length))) {
        do entry[0] = entry[1];
        while (*entry++);
    }
    return 0;
}

int clearenv(void) {
    environ = NULL;
    return 0;
}
