// Strings: copying, comparing, searching.
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

size_t strlen(const char *text) {
    const char *end = text;
    while (*end) ++end;
    return (size_t)(end - text);
}

size_t strnlen(const char *text, size_t size) {
    size_t length = 0;
    while (length < size && text[length]) ++length;
    return length;
}

char *stpcpy(char *restrict to, const char *restrict from) {
    while ((*to = *from++)) ++to;
    return to;
}

char *strcpy(char *restrict to, const char *restrict from) {
    stpcpy(to, from);
    return to;
}

char *strncpy(char *restrict to, const char *restrict from, size_t size) {
    size_t i = 0;
    for (; i < size && from[i]; ++i) to[i] = from[i];
    for (; i < size; ++i) to[i] = 0;
    return to;
}

char *strcat(char *restrict to, const char *restrict from) {
    strcpy(to + strlen(to), from);
    return to;
}

char *strncat(char *restrict to, const char *restrict from, size_t size) {
    size_t length = strnlen(from, size);
    char *end = to + strlen(to);
    memcpy(end, from, length);
    end[length] = 0;
    return to;
}

int strcmp(const char *a, const char *b) {
    for (; *a && *a == *b; ++a) ++b;
    return (unsigned char)*a - (unsigned char)*b;
}

int strncmp(const char *a, const char *b, size_t size) {
    for (; size > 0; --size, ++a, ++b) {
        if (*a != *b) return (unsigned char)*a - (unsigned char)*b;
        if (!*a) return 0;
    }
    return 0;
}

int strcoll(const char *a, const char *b) { return strcmp(a, b); }

int strncasecmp(const char *a, const char *b, size_t size) {
    for (; size > 0; --size, ++a, ++b) {
        int difference = tolower((unsigned char)*a) - tolower((unsigned char)*b);
        if (difference != 0 || !*a) return difference;
    }
    return 0;
}

int strcasecmp(const char *a, const char *b) { return strncasecmp(a, b, (size_t)-1); }

char *strchrnul(const char *text, int c) {
    while (*text && *text != (char)c) ++text;
    return (char *)text;
}

char *strchr(const char *text, int c) {
    char *found = strchrnul(text, c);
    return *found == (char)c ? found : NULL;
}

char *strrchr(const char *text, int c) { return memrchr(text, c, strlen(text) + 1); }
char *index(const char *text, int c) { return strchr(text, c); }
char *rindex(const char *text, int c) { return strrchr(text, c); }

size_t strspn(const char *text, const char *accept) {
    size_t length = 0;
    while (text[length] && strchr(accept, text[length])) ++length;
    return length;
}

size_t strcspn(const char *text, const char *reject) {
    size_t length = 0;
    while (text[length] && !strchr(reject, text[length])) ++length;
    return length;
}

char *strpbrk(const char *text, const char *accept) {
    text += strcspn(text, accept);
    return *text ? (char *)text : NULL;
}

char *strstr(const char *text, const char *wanted) {
    size_t length = strlen(wanted);
    for (;; ++text) {
        if (strncmp(text, wanted, length) == 0) return (char *)text;
        if (!*text) return NULL;
    }
}

char *strcasestr(const char *text, const char *wanted) {
    size_t length = strlen(wanted);
    for (;; ++text) {
        if (strncasecmp(text, wanted, length) == 0) return (char *)text;
        if (!*text) return NULL;
    }
}

char *strsep(char **restrict text, const char *restrict separators) {
    char *word = *text;
    char *end;
    if (!word) return NULL;
    end = word + strcspn(word, separators);
    *text = *end ? end + 1 : NULL;
    *end = 0;
    return word;
}

char *strtok_r(char *restrict text, const char *restrict separators, char **restrict rest) {
    char *end;
    if (!text) text = *rest;
    text += strspn(text, separators);
    if (!*text) {
        *rest = text;
        return NULL;
    }
    end = text + strcspn(text, separators);
    *rest = *end ? end + 1 : end;
    *end = 0;
    return text;
}

char *strtok(char *restrict text, const char *restrict separators) {
    static char *rest = "";
    return strtok_r(text, separators, &rest);
}

char *strndup(const char *text, size_t size) {
    size_t length = strnlen(text, size);
    char *copy = malloc(length + 1);
    if (!copy) return NULL;
    memcpy(copy, text, length);
    copy[length] = 0;
    return copy;
}

char *strdup(const char *text) { return strndup(text, (size_t)-2); }
