// Mapping memory.
#include <errno.h>
#include <shmscope/libc.h>
#include <stdarg.h>
#include <sys/mman.h>

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    return (void *)__result(__builtin_syscall(SYS_mmap, address, length, protection, flags, fd, offset));
}

int munmap(void *address, size_t length) { return (int)__result(__builtin_syscall(SYS_munmap, address, length)); }

int mprotect(void *address, size_t length, int protection) {
    return (int)__result(__builtin_syscall(SYS_mprotect, address, length, protection));
}

int msync(void *address, size_t length, int flags) {
    return (int)__result(__builtin_syscall(SYS_msync, address, length, flags));
}

int madvise(void *address, size_t length, int advice) {
    return (int)__result(__builtin_syscall(SYS_madvise, address, length, advice));
}

// "posix_madvise() … returns … a positive error number on failure." POSIX_MADV_DONTNEED must not lose data: nothing is
// done.
int posix_madvise(void *address, size_t length, int advice) {
    if (advice == POSIX_MADV_DONTNEED) return 0;
    return (int)-__builtin_syscall(SYS_madvise, address, length, advice);
}

int memfd_create(const char *name, unsigned int flags) {
    return (int)__result(__builtin_syscall(SYS_memfd_create, name, flags));
}

int mincore(void *address, size_t length, unsigned char *vector) {
    return (int)__result(__builtin_syscall(SYS_mincore, address, length, vector));
}

void *mremap(void *address, size_t old_length, size_t new_length, int flags, ...) {
    void *target = 0;
    if (flags & MREMAP_FIXED) {
        va_list arguments;
        va_start(arguments, flags);
        target = va_arg(arguments, void *);
        va_end(arguments);
    }
    return (void *)__result(__builtin_syscall(SYS_mremap, address, old_length, new_length, flags, target));
}

int remap_file_pages(void *address, size_t length, int protection, size_t page, int flags) {
    return (int)__result(__builtin_syscall(SYS_remap_file_pages, address, length, protection, page, flags));
}

int mlock(const void *address, size_t length) { return (int)__result(__builtin_syscall(SYS_mlock, address, length)); }

int mlock2(const void *address, size_t length, unsigned int flags) {
    return (int)__result(__builtin_syscall(SYS_mlock2, address, length, flags));
}

int munlock(const void *address, size_t length) {
    return (int)__result(__builtin_syscall(SYS_munlock, address, length));
}

int mlockall(int flags) { return (int)__result(__builtin_syscall(SYS_mlockall, flags)); }

int munlockall(void) { return (int)__result(__builtin_syscall(SYS_munlockall)); }
