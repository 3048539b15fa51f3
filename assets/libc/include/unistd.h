// POSIX processes and descriptors.
#pragma once

#include <sys/types.h>

#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2

#define _SC_CLK_TCK 2
#define _SC_PAGESIZE 30
#define _SC_PAGE_SIZE _SC_PAGESIZE
#define _SC_NPROCESSORS_CONF 83
#define _SC_NPROCESSORS_ONLN 84

typedef long intptr_t;

extern char **environ;
extern char *optarg;
extern int optind, opterr, optopt;

pid_t fork(void);
pid_t getpid(void);
pid_t getppid(void);
uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);
ssize_t read(int descriptor, void *buffer, size_t size);
ssize_t write(int descriptor, const void *buffer, size_t size);
int close(int descriptor);
int pipe(int ends[2]);
int pipe2(int ends[2], int flags);
int isatty(int descriptor);
int pause(void);
unsigned int sleep(unsigned int seconds);
int usleep(useconds_t microseconds);
int brk(void *address);
void *sbrk(intptr_t increment);
int getpagesize(void);
long sysconf(int name);
_Noreturn void _exit(int status);
int getopt(int argc, char *const argv[], const char *options);
