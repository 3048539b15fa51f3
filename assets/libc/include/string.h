// Strings and memory.
#pragma once

#include <stddef.h>
#include <strings.h>

void *memchr(const void *from, int c, size_t size);
int memcmp(const void *a, const void *b, size_t size);
void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *mempcpy(void *restrict to, const void *restrict from, size_t size);
void *memrchr(const void *from, int c, size_t size);
void *memset(void *to, int c, size_t size);
char *stpcpy(char *restrict to, const char *restrict from);
char *strcat(char *restrict to, const char *restrict from);
char *strchr(const char *text, int c);
char *strchrnul(const char *text, int c);
int strcmp(const char *a, const char *b);
int strcoll(const char *a, const char *b);
char *strcpy(char *restrict to, const char *restrict from);
size_t strcspn(const char *text, const char *reject);
char *strdup(const char *text);
char *strerror(int error);
size_t strlen(const char *text);
char *strncat(char *restrict to, const char *restrict from, size_t size);
int strncmp(const char *a, const char *b, size_t size);
char *strncpy(char *restrict to, const char *restrict from, size_t size);
char *strndup(const char *text, size_t size);
size_t strnlen(const char *text, size_t size);
char *strpbrk(const char *text, const char *accept);
char *strrchr(const char *text, int c);
char *strsep(char **restrict text, const char *restrict separators);
char *strsignal(int signal);
size_t strspn(const char *text, const char *accept);
char *strstr(const char *text, const char *wanted);
char *strcasestr(const char *text, const char *wanted);
char *strtok(char *restrict text, const char *restrict separators);
char *strtok_r(char *restrict text, const char *restrict separators, char **restrict rest);
