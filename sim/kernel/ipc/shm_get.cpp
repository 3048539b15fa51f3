// shmget(2): the order of checks is that of ipcget() and newseg() in Linux.
#include <limits>

#include "sim/kernel/ipc/shm.h"
#include "sim/kernel/mm/commit.h"
#include "sim/report/emit.h"

namespace sim::kernel {
namespace {

using report::EventType;
using report::Rule;

// The largest file of Linux (MAX_LFS_FILESIZE); a segment is backed by one.
constexpr std::uint64_t kMaxFileSize = std::numeric_limits<std::int64_t>::max();
// Where shmget's flags say the size of huge pages: log2, 0 for the default (SHM_HUGE_SHIFT).
constexpr std::uint32_t kHugeShift = 26;
constexpr std::uint32_t kHugeMask = 0x3f;

Errno fail(MemoryContext& context, Errno error, Rule rule, const report::Arguments& arguments) {
    return report::refuse(context.sink, context.pid, error, rule, arguments);
}

}  // namespace

Result<ShmId> Shm::get(MemoryContext& context, const IpcCaller& caller, Key key, std::uint64_t bytes,
                       std::uint32_t flags) {
    const auto fits = [&](std::int32_t id) {
        // "EINVAL A segment for the given key exists, but size is greater than the size of that segment."
        const std::uint64_t available = table_.find(id)->bytes;
        return bytes <= available ? Errno::ok : fail(context, Errno::einval, Rule::size_too_large, {bytes, available});
    };
    const auto make = [&] { return create(context, caller, key, bytes, flags); };
    const Result<std::int32_t> id = get_object(context.sink, caller, table_, key, flags, fits, make);
    return id ? Result<ShmId>(ShmId{*id, ns_}) : id.error();
}

Result<std::int32_t> Shm::create(MemoryContext& context, const IpcCaller& caller, Key key, std::uint64_t bytes,
                                 std::uint32_t flags) {
    Errno error = check_size(context, bytes);
    if (error == Errno::ok) error = check_huge_pages(context, caller, bytes, flags);
    if (error == Errno::ok) error = check_memory(context, bytes, flags);
    if (error != Errno::ok) return error;
    // "ENOSPC All possible shared memory IDs have been taken (SHMMNI)"; Linux asks this last.
    const std::optional<std::int32_t> id = table_.next_id();
    if (table_.in_use() >= limits_.shmmni || !id) {
        return fail(context, Errno::enospc, Rule::shmmni_exceeded, {table_.in_use(), limits_.shmmni});
    }
    Segment segment;
    segment.permission = new_permission(caller, key, flags);
    segment.created_key = key;
    segment.bytes = bytes;
    segment.cpid = caller.tgid;
    segment.creator = caller.tid;
    segment.ctime = caller.now;
    const auto owner_id = static_cast<std::uint32_t>(*id);
    segment.object =
        (flags & kShmNoreserve) != 0
            ? create_object(context, segment.pages(), report::FrameOwner::segment, owner_id, ns_)
            : *create_reserved_object(context, segment.pages(), report::FrameOwner::segment, owner_id, ns_);
    total_pages_ += segment.pages();
    table_.add(segment);
    report::emit(context.sink, EventType::segment, Rule::segment_create, context.pid,
                 {ShmId{*id, ns_}, key, bytes, flags & 0777});
    return *id;
}

Errno Shm::check_size(MemoryContext& context, std::uint64_t bytes) const {
    // "EINVAL A new segment was to be created and size is less than SHMMIN or greater than SHMMAX."
    if (bytes < kShmMin || bytes > limits_.shmmax) {
        return fail(context, Errno::einval, Rule::size_out_of_range, {bytes, limits_.shmmax});
    }
    // "ENOSPC … allocating a segment of the requested size would cause the system to exceed the system-wide limit
    // on shared memory (SHMALL)." A page count that overflows exceeds every limit.
    const std::uint64_t pages = (bytes >> kPageShift) + ((bytes & kPageMask) != 0);
    const bool overflow = bytes > ~kPageMask || total_pages_ + pages < total_pages_;
    if (overflow || total_pages_ + pages > limits_.shmall) {
        return fail(context, Errno::enospc, Rule::shmall_exceeded, {total_pages_, pages, limits_.shmall});
    }
    return Errno::ok;
}

Errno Shm::check_huge_pages(MemoryContext& context, const IpcCaller& caller, std::uint64_t bytes,
                            std::uint32_t flags) const {
    if ((flags & kShmHugetlb) == 0) return Errno::ok;
    // hstate_sizelog(): x86-64 knows 2 MiB (21) and 1 GiB (30).
    const std::uint32_t size_code = flags >> kHugeShift & kHugeMask;
    if (size_code != 0 && size_code != 21 && size_code != 30) {
        return fail(context, Errno::einval, Rule::argument_invalid, {3, flags});
    }
    // "EPERM The SHM_HUGETLB flag was specified, but the caller was not privileged (did not have CAP_IPC_LOCK)". Since
    // 2.6.7 members of the group in /proc/sys/vm/hugetlb_shm_group may too: 0 unless somebody changed it.
    constexpr Gid kHugetlbShmGroup{0};
    if (!caller.credentials.has(Capability::ipc_lock) && !caller.credentials.in_group(kHugetlbShmGroup)) {
        return fail(context, Errno::eperm, Rule::owner_required, {caller.credentials.euid, 0, kNoSegment});
    }
    // No huge pages are reserved on this machine (vm.nr_hugepages is 0); SHM_NORESERVE asks for none yet.
    if ((flags & kShmNoreserve) != 0) return Errno::ok;
    return fail(context, Errno::enomem, Rule::memory_exceeded, {pages_for(bytes), 0});
}

Errno Shm::check_memory(MemoryContext& context, std::uint64_t bytes, std::uint32_t flags) const {
    // shmem_kernel_file_setup(): a file cannot be larger.
    if (bytes > kMaxFileSize) return fail(context, Errno::einval, Rule::size_out_of_range, {bytes, kMaxFileSize});
    // "ENOMEM No memory could be allocated for segment overhead." SHM_NORESERVE asks for no promise of memory.
    const std::uint64_t pages = pages_for(bytes);
    if ((flags & kShmNoreserve) == 0 && !may_commit(context.memory, pages)) {
        return fail(context, Errno::enomem, Rule::memory_exceeded, {pages, context.memory.frames.free_count()});
    }
    return Errno::ok;
}

}  // namespace sim::kernel
