// Starting other programs.
#include <errno.h>
#include <shmscope/libc.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONGEST 4096  // bytes of a path
#define ARGUMENTS 1024

int execve(const char *path, char *const argv[], char *const envp[]) {
    return (int)__result(__builtin_syscall(SYS_execve, path, argv, envp));
}

int execv(const char *path, char *const argv[]) { return execve(path, argv, environ); }

// "If … EACCES … the search will continue with the rest of the search path. If no other file is found, however, …
// errno set to EACCES."
int execvpe(const char *file, char *const argv[], char *const envp[]) {
    const char *search = getenv("PATH"), *end;
    char path[LONGEST];
    int denied = 0;
    if (!*file) {
        errno = ENOENT;
        return -1;
    }
    if (strchr(file, '/')) return execve(file, argv, envp);
    if (!search) search = "/bin:/usr/bin";
    for (;; search = end + 1) {
        size_t length;
        end = strchr(search, ':');
        length = end ? (size_t)(end - search) : strlen(search);
        if (length + strlen(file) + 2 <= sizeof path) {
            memcpy(path, search, length);
            if (length) path[length++] = '/';
            strcpy(path + length, file);
            execve(path, argv, envp);
            if (errno == EACCES) denied = 1;
            if (errno != EACCES && errno != ENOENT && errno != ENOTDIR) return -1;
        }
        if (!end) break;
    }
    if (denied) errno = EACCES;
    return -1;
}

int execvp(const char *file, char *const argv[]) { return execvpe(file, argv, environ); }

// The arguments up to NULL as an array; the element count, or -1 with E2BIG.
static int collect(char *argv[], const char *first, va_list *rest) {
    int count = 0;
    char *next = (char *)first;
    while (next) {
        if (count == ARGUMENTS) {
            errno = E2BIG;
            return -1;
        }
        argv[count++] = next;
        next = va_arg(*rest, char *);
    }
    argv[count] = NULL;
    return count;
}

int execl(const char *path, const char *arg, ...) {
    char *argv[ARGUMENTS + 1];
    va_list rest;
    int count;
    va_start(rest, arg);
    count = collect(argv, arg, &rest);
    va_end(rest);
    return count < 0 ? -1 : execv(path, argv);
}

int execlp(const char *file, const char *arg, ...) {
    char *argv[ARGUMENTS + 1];
    va_list rest;
    int count;
    va_start(rest, arg);
    count = collect(argv, arg, &rest);
    va_end(rest);
    return count < 0 ? -1 : execvp(file, argv);
}

int execle(const char *path, const char *arg, ...) {
    char *argv[ARGUMENTS + 1];
    char **envp;
    va_list rest;
    int count;
    va_start(rest, arg);
    count = collect(argv, arg, &rest);
    envp = va_arg(rest, char **);
    va_end(rest);
    return count < 0 ? -1 : execve(path, argv, envp);
}
