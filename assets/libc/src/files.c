// Files by name, their sizes, positions and rights.
#include <errno.h>
#include <fcntl.h>
#include <shmscope/libc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int call1(int number, long a) { return (int)__result(__builtin_syscall(number, a)); }
static int call2(int number, long a, long b) { return (int)__result(__builtin_syscall(number, a, b)); }
static int call3(int number, long a, long b, long c) { return (int)__result(__builtin_syscall(number, a, b, c)); }

int openat(int directory, const char *path, int flags, ...) {
    mode_t mode;
    va_list arguments;
    va_start(arguments, flags);
    mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return (int)__result(__builtin_syscall(SYS_openat, directory, path, flags, mode));
}

int open(const char *path, int flags, ...) {
    mode_t mode;
    va_list arguments;
    va_start(arguments, flags);
    mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openat(AT_FDCWD, path, flags, mode);
}

int creat(const char *path, mode_t mode) { return call2(SYS_creat, (long)path, mode); }

int fcntl(int descriptor, int command, ...) {
    long argument;
    va_list arguments;
    va_start(arguments, command);
    argument = va_arg(arguments, long);
    va_end(arguments);
    return call3(SYS_fcntl, descriptor, command, argument);
}

int fallocate(int descriptor, int mode, off_t offset, off_t length) {
    return (int)__result(__builtin_syscall(SYS_fallocate, descriptor, mode, offset, length));
}

// "posix_fallocate() returns zero on success, or an error number on failure. Note that errno is not set."
int posix_fallocate(int descriptor, off_t offset, off_t length) {
    return (int)-__builtin_syscall(SYS_fallocate, descriptor, 0, offset, length);
}

off_t lseek(int descriptor, off_t offset, int whence) {
    return __result(__builtin_syscall(SYS_lseek, descriptor, offset, whence));
}

ssize_t pread(int descriptor, void *buffer, size_t size, off_t offset) {
    return __result(__builtin_syscall(SYS_pread64, descriptor, buffer, size, offset));
}

ssize_t pwrite(int descriptor, const void *buffer, size_t size, off_t offset) {
    return __result(__builtin_syscall(SYS_pwrite64, descriptor, buffer, size, offset));
}

ssize_t readv(int descriptor, const struct iovec *pieces, int count) {
    return __result(__builtin_syscall(SYS_readv, descriptor, pieces, count));
}

ssize_t writev(int descriptor, const struct iovec *pieces, int count) {
    return __result(__builtin_syscall(SYS_writev, descriptor, pieces, count));
}

int fstatat(int directory, const char *path, struct stat *state, int flags) {
    return (int)__result(__builtin_syscall(SYS_newfstatat, directory, path, state, flags));
}

int stat(const char *path, struct stat *state) { return fstatat(AT_FDCWD, path, state, 0); }
int lstat(const char *path, struct stat *state) { return fstatat(AT_FDCWD, path, state, AT_SYMLINK_NOFOLLOW); }
int fstat(int descriptor, struct stat *state) { return fstatat(descriptor, "", state, AT_EMPTY_PATH); }

int access(const char *path, int mode) { return call2(SYS_access, (long)path, mode); }
int truncate(const char *path, off_t length) { return call2(SYS_truncate, (long)path, length); }
int ftruncate(int descriptor, off_t length) { return call2(SYS_ftruncate, descriptor, length); }
int fsync(int descriptor) { return call1(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return call1(SYS_fdatasync, descriptor); }
void sync(void) {}

int chmod(const char *path, mode_t mode) { return call2(SYS_chmod, (long)path, mode); }
int fchmod(int descriptor, mode_t mode) { return call2(SYS_fchmod, descriptor, mode); }
int chown(const char *path, uid_t owner, gid_t group) { return call3(SYS_chown, (long)path, owner, group); }
int lchown(const char *path, uid_t owner, gid_t group) { return call3(SYS_lchown, (long)path, owner, group); }
int fchown(int descriptor, uid_t owner, gid_t group) { return call3(SYS_fchown, descriptor, owner, group); }
mode_t umask(mode_t mask) { return (mode_t)__builtin_syscall(SYS_umask, mask); }

int unlink(const char *path) { return call1(SYS_unlink, (long)path); }
int mkdir(const char *path, mode_t mode) { return call2(SYS_mkdir, (long)path, mode); }
int rmdir(const char *path) { return call1(SYS_rmdir, (long)path); }
int rename(const char *from, const char *to) { return call2(SYS_rename, (long)from, (long)to); }
int link(const char *from, const char *to) { return call2(SYS_link, (long)from, (long)to); }
int symlink(const char *target, const char *path) { return call2(SYS_symlink, (long)target, (long)path); }
int mknod(const char *path, mode_t mode, dev_t device) {
    return (int)__result(__builtin_syscall(SYS_mknodat, AT_FDCWD, path, mode, device));
}

int unlinkat(int directory, const char *path, int flags) {
    return call3(SYS_unlinkat, directory, (long)path, flags);
}

ssize_t readlink(const char *restrict path, char *restrict buffer, size_t size) {
    return __result(__builtin_syscall(SYS_readlink, path, buffer, size));
}

// A file, else an empty directory.
int remove(const char *path) {
    if (unlink(path) == 0) return 0;
    return errno == EISDIR ? rmdir(path) : -1;
}

int chdir(const char *path) { return call1(SYS_chdir, (long)path); }
int fchdir(int descriptor) { return call1(SYS_fchdir, descriptor); }

char *getcwd(char *buffer, size_t size) {
    char *made = NULL;
    if (buffer && size == 0) {
        errno = EINVAL;
        return NULL;
    }
    if (!buffer) {
        if (size == 0) size = 4096;
        made = buffer = malloc(size);
        if (!buffer) return NULL;
    }
    if (__result(__builtin_syscall(SYS_getcwd, buffer, size)) >= 0) return buffer;
    free(made);
    return NULL;
}

int dup(int descriptor) { return call1(SYS_dup, descriptor); }
int dup2(int from, int to) { return call2(SYS_dup2, from, to); }
int dup3(int from, int to, int flags) { return call3(SYS_dup3, from, to, flags); }

// Puts letters in the place of the six X at the end of a name, others at each try.
static int fill_template(char *name) {
    static unsigned int tries;
    size_t length = strlen(name);
    unsigned int number = tries++ * 7919u + (unsigned int)getpid() * 31u;
    char *x = name + length - 6;
    int i;
    for (i = 0; i < 6; i++) {
        x[i] = (char)('a' + number % 26);
        number /= 26;
    }
    return 0;
}

static int is_template(const char *name) {
    size_t length = strlen(name);
    if (length >= 6 && strcmp(name + length - 6, "XXXXXX") == 0) return 1;
    errno = EINVAL;
    return 0;
}

int mkstemp(char *name) {
    int descriptor;
    if (!is_template(name)) return -1;
    do {
        fill_template(name);
        descriptor = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    } while (descriptor < 0 && errno == EEXIST);
    return descriptor;
}

char *mkdtemp(char *name) {
    if (!is_template(name)) return NULL;
    do {
        fill_template(name);
        if (mkdir(name, 0700) == 0) return name;
    } while (errno == EEXIST);
    return NULL;
}
