// POSIX processes and descriptors.
#pragma once

#include <sys/types.h>

#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#ifdef _GNU_SOURCE
#define SEEK_DATA 3
#define SEEK_HOLE 4
#endif
#define R_OK 4
#define W_OK 2
#define X_OK 1
#define F_OK 0

#define _SC_ARG_MAX 0
#define _SC_CHILD_MAX 1
#define _SC_CLK_TCK 2
#define _SC_NGROUPS_MAX 3
#define _SC_OPEN_MAX 4
#define _SC_PAGESIZE 30
#define _SC_PAGE_SIZE _SC_PAGESIZE
#define _SC_NPROCESSORS_CONF 83
#define _SC_NPROCESSORS_ONLN 84

typedef long intptr_t;

extern char **environ;
extern char *optarg;
extern int optind, opterr, optopt;

pid_t fork(void);
// In the caller itself: a function of its own would have returned in the child, and its frame would be gone when the
// parent goes on.
#define vfork() ((pid_t)__result(__builtin_syscall(58)))
long __result(long returned);
int execve(const char *path, char *const argv[], char *const envp[]);
int execv(const char *path, char *const argv[]);
int execvp(const char *file, char *const argv[]);
int execvpe(const char *file, char *const argv[], char *const envp[]);
int execl(const char *path, const char *arg, ...);
int execlp(const char *file, const char *arg, ...);
int execle(const char *path, const char *arg, ...);
pid_t gettid(void);
pid_t getpgid(pid_t pid);
pid_t getpgrp(void);
int setpgid(pid_t pid, pid_t group);
int setpgrp(void);
pid_t getsid(pid_t pid);
pid_t setsid(void);
pid_t getpid(void);
pid_t getppid(void);
uid_t getuid(void);
uid_t geteuid(void);
gid_t getgid(void);
gid_t getegid(void);
int setuid(uid_t user);
int seteuid(uid_t user);
int setreuid(uid_t real, uid_t effective);
int setresuid(uid_t real, uid_t effective, uid_t saved);
int getresuid(uid_t *real, uid_t *effective, uid_t *saved);
int setgid(gid_t group);
int setegid(gid_t group);
int setregid(gid_t real, gid_t effective);
int setresgid(gid_t real, gid_t effective, gid_t saved);
int getresgid(gid_t *real, gid_t *effective, gid_t *saved);
int getgroups(int room, gid_t list[]);
ssize_t read(int descriptor, void *buffer, size_t size);
ssize_t write(int descriptor, const void *buffer, size_t size);
ssize_t pread(int descriptor, void *buffer, size_t size, off_t offset);
ssize_t pwrite(int descriptor, const void *buffer, size_t size, off_t offset);
off_t lseek(int descriptor, off_t offset, int whence);
int close(int descriptor);
int dup(int descriptor);
int dup2(int from, int to);
int dup3(int from, int to, int flags);
int ftruncate(int descriptor, off_t length);
int truncate(const char *path, off_t length);
int fsync(int descriptor);
int fdatasync(int descriptor);
void sync(void);
int access(const char *path, int mode);
int chown(const char *path, uid_t owner, gid_t group);
int lchown(const char *path, uid_t owner, gid_t group);
int fchown(int descriptor, uid_t owner, gid_t group);
int link(const char *from, const char *to);
int symlink(const char *target, const char *path);
ssize_t readlink(const char *restrict path, char *restrict buffer, size_t size);
int unlink(const char *path);
int unlinkat(int directory, const char *path, int flags);
int rmdir(const char *path);
int chdir(const char *path);
int fchdir(int descriptor);
char *getcwd(char *buffer, size_t size);
int pipe(int ends[2]);
int pipe2(int ends[2], int flags);
int isatty(int descriptor);
int pause(void);
unsigned int sleep(unsigned int seconds);
unsigned int alarm(unsigned int seconds);
useconds_t ualarm(useconds_t first, useconds_t interval);
int usleep(useconds_t microseconds);
int brk(void *address);
void *sbrk(intptr_t increment);
int getpagesize(void);
long sysconf(int name);
_Noreturn void _exit(int status);
int getopt(int argc, char *const argv[], const char *options);
