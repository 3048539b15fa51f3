#include "app/host/trace_calls_linux.h"

#include <sys/syscall.h>

#include <algorithm>
#include <iterator>

namespace app::host {
namespace {

constexpr Tables kNothing{};
constexpr Tables kSegments{false, true, false, false, false};
constexpr Tables kAttaches{true, true, false, false, false};
constexpr Tables kSemaphores{false, false, true, false, false};
constexpr Tables kQueues{false, false, false, true, false};
constexpr Tables kMappings{true, true, false, false, true};
constexpr Tables kObjects{false, false, false, false, true};

constexpr TracedCallKind kCalls[] = {
    {SYS_open, Subject::path, kObjects},
    {SYS_mmap, Subject::mapping, kMappings},
    {SYS_mprotect, Subject::range, kMappings},
    {SYS_munmap, Subject::range, kMappings},
    {SYS_mremap, Subject::range, kMappings},
    {SYS_madvise, Subject::range, kMappings},
    {SYS_shmget, Subject::always, kSegments},
    {SYS_shmat, Subject::always, kAttaches},
    {SYS_shmctl, Subject::always, kSegments},
    {SYS_clone, Subject::process, kNothing},
    {SYS_fork, Subject::process, kNothing},
    {SYS_vfork, Subject::process, kNothing},
    {SYS_execve, Subject::process, kNothing},
    {SYS_semget, Subject::always, kSemaphores},
    {SYS_semop, Subject::always, kSemaphores, "a semaphore"},
    {SYS_semctl, Subject::always, kSemaphores},
    {SYS_shmdt, Subject::always, kAttaches},
    {SYS_msgget, Subject::always, kQueues},
    {SYS_msgsnd, Subject::always, kQueues, "room in a queue"},
    {SYS_msgrcv, Subject::always, kQueues, "a message"},
    {SYS_msgctl, Subject::always, kQueues},
    {SYS_truncate, Subject::path, kObjects},
    {SYS_ftruncate, Subject::file, kObjects},
    {SYS_rename, Subject::paths, kObjects},
    {SYS_creat, Subject::path, kObjects},
    {SYS_link, Subject::paths, kObjects},
    {SYS_unlink, Subject::path, kObjects},
    {SYS_chmod, Subject::path, kObjects},
    {SYS_fchmod, Subject::file, kObjects},
    {SYS_remap_file_pages, Subject::range, kMappings},
    {SYS_semtimedop, Subject::always, kSemaphores, "a semaphore"},
    {SYS_openat, Subject::path_at, kObjects},
    {SYS_unlinkat, Subject::path_at, kObjects},
    {SYS_renameat, Subject::paths_at, kObjects},
    {SYS_linkat, Subject::paths_at, kObjects},
    {SYS_fallocate, Subject::file, kObjects},
    {SYS_renameat2, Subject::paths_at, kObjects},
    {SYS_memfd_create, Subject::always, kObjects},
    {SYS_execveat, Subject::process, kNothing},
    {SYS_clone3, Subject::process, kNothing},
    {SYS_openat2, Subject::path_at, kObjects},
};

}  // namespace

Tables operator|(const Tables& one, const Tables& other) {
    return {one.areas || other.areas, one.segments || other.segments, one.semaphores || other.semaphores,
            one.queues || other.queues, one.objects || other.objects};
}

const TracedCallKind* traced_call(std::uint32_t number) {
    const auto* found = std::find_if(std::begin(kCalls), std::end(kCalls),
                                     [number](const TracedCallKind& one) { return one.number == number; });
    return found == std::end(kCalls) ? nullptr : found;
}

std::vector<unsigned> stopping_calls() {
    std::vector<unsigned> numbers;
    for (const TracedCallKind& one : kCalls) {
        if (one.number != SYS_mmap) numbers.push_back(one.number);
    }
    return numbers;
}

}  // namespace app::host
