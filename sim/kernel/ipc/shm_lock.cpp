// shmctl(2) with SHM_LOCK and SHM_UNLOCK: the order of checks is that of shmctl_do_lock() in Linux.
#include "sim/kernel/ipc/shm.h"
#include "sim/report/emit.h"

namespace sim::kernel {

using report::EventType;
using report::Limit;
using report::Rule;

// "Since Linux 2.6.10, a process can employ this operation if its effective UID matches the owner or creator UID".
Errno Shm::check_lock(MemoryContext& context, const IpcCaller& caller, ShmId id) const {
    const Result<ShmId> found = find_id(context, caller, id);
    if (!found) return found.error();
    const IpcPermission& permission = (*this)[id].permission;
    const Credentials& who = caller.credentials;
    if (who.has(Capability::ipc_lock) || permission.owned_by(who)) return Errno::ok;
    return report::refuse(context.sink, caller.tid, Errno::eperm, Rule::owner_required, {who.euid, permission.uid, id});
}

// user_shm_lock(): the pages of all segments a user has locked count.
Errno Shm::check_memlock(MemoryContext& context, const IpcCaller& caller, ShmId id, std::uint64_t memlock) const {
    if (caller.credentials.has(Capability::ipc_lock)) return Errno::ok;
    // "EPERM … Since Linux 2.6.9 … RLIMIT_MEMLOCK … 0".
    if (memlock == 0) {
        return report::refuse(context.sink, caller.tid, Errno::eperm, Rule::limit_exceeded,
                              {Limit::locked_pages, 1, 0});
    }
    std::uint64_t pages = (*this)[id].locked() ? 0 : (*this)[id].pages();
    if (pages == 0) return Errno::ok;
    for_each([&](ShmId, const Segment& other) {
        if (other.locked() && other.locked_by == caller.credentials.uid) pages += other.pages();
    });
    // "ENOMEM (Since Linux 2.6.9), SHM_LOCK was specified and the size of the to-be-locked segment would mean that the
    // total bytes in locked shared memory segments would exceed the limit for the real user ID of the calling process."
    if (pages <= memlock >> kPageShift) return Errno::ok;
    return report::refuse(context.sink, caller.tid, Errno::enomem, Rule::limit_exceeded,
                          {Limit::locked_pages, pages, memlock >> kPageShift});
}

Errno Shm::lock(MemoryContext& context, const IpcCaller& caller, ShmId id, std::uint64_t memlock) {
    Errno error = check_lock(context, caller, id);
    if (error == Errno::ok) error = check_memlock(context, caller, id, memlock);
    if (error == Errno::ok && !(*this)[id].locked()) set_locked(context, caller, id, true);
    return error;
}

Errno Shm::unlock(MemoryContext& context, const IpcCaller& caller, ShmId id) {
    const Errno error = check_lock(context, caller, id);
    if (error == Errno::ok && (*this)[id].locked()) set_locked(context, caller, id, false);
    return error;
}

void Shm::set_locked(MemoryContext& context, const IpcCaller& caller, ShmId id, bool locked) {
    Segment& segment = table_.write(id.value);
    segment.permission.mode ^= kShmLocked;
    segment.locked_by = locked ? caller.credentials.uid : Uid{};
    const IpcPermission now = segment.permission;
    context.memory.objects.write(segment.object).locked = locked;
    report::emit(context.sink, EventType::segment, Rule::segment_set, caller.tid, {id, now.uid, now.gid, now.mode});
}

}  // namespace sim::kernel
