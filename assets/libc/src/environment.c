#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *getenv(const char *name) {
    size_t length = strlen(name);
    char **entry = environ;
    for (; entry && *entry; ++entry) {
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=') return *entry + length + 1;
    }
    return NULL;
}
