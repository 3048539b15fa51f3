// shmctl(2) and the accounting of attaches.
#include "sim/kernel/ipc/shm.h"

#include "sim/report/emit.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

std::uint64_t state_hash(const Segment& segment) {
    std::uint64_t hash = state_hash(segment.permission);
    const std::uint64_t words[] = {static_cast<std::uint32_t>(segment.created_key.value),
                                   segment.bytes,
                                   segment.nattch,
                                   static_cast<std::uint32_t>(segment.cpid.value),
                                   static_cast<std::uint32_t>(segment.lpid.value),
                                   static_cast<std::uint32_t>(segment.creator.value),
                                   segment.locked_by.value,
                                   segment.held,
                                   static_cast<std::uint64_t>(segment.atime),
                                   static_cast<std::uint64_t>(segment.dtime),
                                   static_cast<std::uint64_t>(segment.ctime),
                                   segment.object.value};
    for (std::uint64_t word : words) hash = hash_mix(hash, word);
    return hash;
}

Result<ShmId> Shm::find_id(MemoryContext& context, const IpcCaller& caller, ShmId id) const {
    const Result<std::int32_t> found = kernel::find_id(context.sink, caller, table_, id.value);
    return found ? Result<ShmId>(ShmId{*found, ns_}) : found.error();
}

Result<ShmId> Shm::find_index(MemoryContext& context, const IpcCaller& caller, std::int32_t index) const {
    const Result<std::int32_t> found = kernel::find_index(context.sink, caller, table_, index);
    return found ? Result<ShmId>(ShmId{*found, ns_}) : found.error();
}

Errno Shm::check_permission(MemoryContext& context, const IpcCaller& caller, ShmId id, AccessBits wanted) const {
    return check_access(context.sink, caller, (*this)[id].permission, id.value, wanted);
}

Errno Shm::set(MemoryContext& context, const IpcCaller& caller, ShmId id, const IpcOwner& owner) {
    // "EPERM IPC_SET or IPC_RMID was attempted, and the effective user ID of the calling process is not that of the
    // owner (found in shm_perm.uid), or the creator (found in shm_perm.cuid)".
    Errno error = check_control(context.sink, caller, table_, id.value);
    if (error == Errno::ok) error = check_new_owner(context.sink, caller, owner);
    if (error != Errno::ok) return error;
    Segment& segment = table_.write(id.value);
    give_to(segment.permission, owner);
    segment.ctime = caller.now;
    report::emit(context.sink, EventType::segment, Rule::segment_set, caller.tid,
                 {id, owner.uid, owner.gid, owner.mode & 0777});
    return Errno::ok;
}

Errno Shm::remove(MemoryContext& context, const IpcCaller& caller, ShmId id) {
    const Errno refused = check_control(context.sink, caller, table_, id.value);  // EPERM, as for IPC_SET
    if (refused != Errno::ok) return refused;
    // "The segment will actually be destroyed only after the last process detaches it (i.e., when the shm_nattch
    // member … is zero)." Until then it keeps its id and gives up its key.
    if ((*this)[id].nattch == 0) {
        destroy(context, id);
        return Errno::ok;
    }
    IpcPermission& permission = table_.write(id.value).permission;
    const Key given_up = permission.key;
    permission.mode |= kShmDest;
    permission.key = kIpcPrivate;
    report::emit(context.sink, EventType::segment, Rule::segment_dest, caller.tid, {id, given_up});
    return Errno::ok;
}

void Shm::opened(MemoryContext& context, const IpcCaller& caller, ShmId id) {
    Segment& segment = table_.write(id.value);
    const std::uint64_t before = segment.nattch++;
    segment.atime = caller.now;
    segment.lpid = caller.tgid;
    report::emit(context.sink, EventType::segment, Rule::segment_attach, context.pid, {id, before, before + 1});
}

void Shm::closed(MemoryContext& context, const IpcCaller& caller, ShmId id) {
    Segment& segment = table_.write(id.value);
    const std::uint64_t before = segment.nattch--;
    const bool last = may_destroy(segment);
    segment.dtime = caller.now;
    segment.lpid = caller.tgid;
    report::emit(context.sink, EventType::segment, Rule::segment_detach, context.pid, {id, before, before - 1});
    if (last) destroy(context, id);
}

std::uint64_t Shm::resident_pages(const Memory& memory) const {
    std::uint64_t pages = 0;
    table_.for_each([&](std::int32_t, const Segment& segment) { pages += memory.objects[segment.object].resident(); });
    return pages;
}

std::uint64_t Shm::swapped_pages(const Memory& memory) const {
    std::uint64_t pages = 0;
    table_.for_each([&](std::int32_t, const Segment& segment) { pages += memory.objects[segment.object].swapped(); });
    return pages;
}

// shm_may_destroy().
bool Shm::may_destroy(const Segment& segment) const {
    return segment.nattch == 0 && segment.held == 0 && (segment.dest() || limits_.rmid_forced);
}

void Shm::release(MemoryContext& context, ShmId id) {
    Segment& segment = table_.write(id.value);
    --segment.held;
    if (may_destroy(segment)) destroy(context, id);
}

void Shm::creator_gone(MemoryContext& context, Pid thread) {
    std::vector<ShmId> made;
    for_each([&](ShmId id, const Segment& segment) {
        if (segment.creator == thread) made.push_back(id);
    });
    for (ShmId id : made) {
        table_.write(id.value).creator = kNoPid;
        if (may_destroy((*this)[id])) destroy(context, id);
    }
}

bool Shm::attached() const {
    bool any = false;
    for_each([&](ShmId, const Segment& segment) { any = any || segment.nattch > 0; });
    return any;
}

void Shm::destroy_all(MemoryContext& context) {
    std::vector<ShmId> all;
    for_each([&](ShmId id, const Segment&) { all.push_back(id); });
    for (ShmId id : all) destroy(context, id);
}

void Shm::set_limits(MemoryContext& context, const ShmLimits& limits) {
    limits_ = limits;
    // shm_destroy_orphaned().
    std::vector<ShmId> orphans;
    for_each([&](ShmId id, const Segment& segment) {
        if (segment.creator == kNoPid && may_destroy(segment)) orphans.push_back(id);
    });
    for (ShmId id : orphans) destroy(context, id);
}

std::uint64_t Shm::hash() const {
    std::uint64_t hash = hash_mix(table_.hash(), total_pages_);
    for (std::uint64_t limit : {limits_.shmmni, limits_.shmmax, limits_.shmall}) hash = hash_mix(hash, limit);
    return hash_mix(hash, limits_.rmid_forced);
}

void Shm::destroy(MemoryContext& context, ShmId id) {
    const Segment segment = (*this)[id];
    const std::uint64_t resident = context.memory.objects[segment.object].resident();
    total_pages_ -= segment.pages();
    table_.remove(id.value);
    report::emit(context.sink, EventType::segment, Rule::segment_destroy, context.pid, {id, resident});
    destroy_object(context, segment.object);
}

}  // namespace sim::kernel
