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
                                   static_cast<std::uint64_t>(segment.atime),
                                   static_cast<std::uint64_t>(segment.dtime),
                                   static_cast<std::uint64_t>(segment.ctime),
                                   segment.object.value};
    for (std::uint64_t word : words) hash = hash_mix(hash, word);
    return hash;
}

Result<ShmId> Shm::find_id(MemoryContext& context, const IpcCaller& caller, ShmId id) const {
    // "EINVAL shmid is not a valid identifier": unknown, removed, or its slot holds a later segment.
    if (table_.find(id.value) == nullptr) {
        report::emit(context.sink, EventType::check, Rule::id_unknown, caller.tgid, {id}, Errno::einval);
        return Errno::einval;
    }
    report::emit(context.sink, EventType::check, Rule::id_found, caller.tgid, {id, id.value % kIpcMni});
    return id;
}

Result<ShmId> Shm::find_index(MemoryContext& context, const IpcCaller& caller, std::int32_t index) const {
    // "EINVAL for a SHM_STAT operation, the index value specified in shmid referred to an array slot that is
    // currently unused."
    const std::optional<std::int32_t> id = table_.id_at(index);
    if (!id) {
        report::emit(context.sink, EventType::check, Rule::id_unknown, caller.tgid, {index}, Errno::einval);
        return Errno::einval;
    }
    report::emit(context.sink, EventType::check, Rule::id_found, caller.tgid, {*id, *id % static_cast<int>(kIpcMni)});
    return ShmId{*id};
}

Errno Shm::check_permission(MemoryContext& context, const IpcCaller& caller, ShmId id, AccessBits wanted) const {
    const IpcPermission& permission = (*this)[id].permission;
    const AccessBits granted = granted_bits(permission, caller.credentials);
    const bool allowed = permits(permission, caller.credentials, wanted);
    report::emit(context.sink, EventType::check, allowed ? Rule::permission_granted : Rule::permission_denied,
                 caller.tgid, {wanted, granted, id}, allowed ? Errno::ok : Errno::eacces);
    return allowed ? Errno::ok : Errno::eacces;
}

Errno Shm::check_owner(MemoryContext& context, const IpcCaller& caller, ShmId id) const {
    const IpcPermission& permission = (*this)[id].permission;
    if (permission.owned_by(caller.credentials) || caller.credentials.has(Capability::sys_admin)) return Errno::ok;
    report::emit(context.sink, EventType::check, Rule::owner_required, caller.tgid,
                 {caller.credentials.euid, permission.uid, id}, Errno::eperm);
    return Errno::eperm;
}

Errno Shm::set(MemoryContext& context, const IpcCaller& caller, ShmId id, Uid uid, Gid gid, std::uint32_t mode) {
    const Result<ShmId> found = find_id(context, caller, id);
    if (!found) return found.error();
    // "EPERM IPC_SET or IPC_RMID was attempted, and the effective user ID of the calling process is not that of the
    // owner (found in shm_perm.uid), or the creator (found in shm_perm.cuid)".
    const Errno refused = check_owner(context, caller, id);
    if (refused != Errno::ok) return refused;
    // ipc_update_perm(): an id of -1 is no user and no group.
    if (uid.value == ~0u || gid.value == ~0u) {
        report::emit(context.sink, EventType::check, Rule::argument_invalid, caller.tgid, {3, uid}, Errno::einval);
        return Errno::einval;
    }
    Segment& segment = table_.write(id.value);
    segment.permission.uid = uid;
    segment.permission.gid = gid;
    segment.permission.mode = (segment.permission.mode & ~0777u) | (mode & 0777);
    segment.ctime = caller.now;
    report::emit(context.sink, EventType::segment, Rule::segment_set, caller.tgid, {id, uid, gid, mode & 0777});
    return Errno::ok;
}

Errno Shm::remove(MemoryContext& context, const IpcCaller& caller, ShmId id) {
    const Result<ShmId> found = find_id(context, caller, id);
    if (!found) return found.error();
    const Errno refused = check_owner(context, caller, id);  // EPERM, as for IPC_SET
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
    report::emit(context.sink, EventType::segment, Rule::segment_dest, caller.tgid, {id, given_up});
    return Errno::ok;
}

Errno Shm::lock(MemoryContext& context, const IpcCaller& caller, ShmId id, bool locked) {
    const Result<ShmId> found = find_id(context, caller, id);
    if (!found) return found.error();
    // "EPERM … SHM_LOCK or SHM_UNLOCK was specified, but the process was not privileged": owner and creator may.
    const Errno refused = check_owner(context, caller, id);
    if (refused != Errno::ok) return refused;
    IpcPermission& permission = table_.write(id.value).permission;
    permission.mode = locked ? permission.mode | kShmLocked : permission.mode & ~std::uint32_t{kShmLocked};
    const IpcPermission now = permission;
    report::emit(context.sink, EventType::segment, Rule::segment_set, caller.tgid, {id, now.uid, now.gid, now.mode});
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
    const bool last = segment.nattch == 0 && segment.dest();
    segment.dtime = caller.now;
    segment.lpid = caller.tgid;
    report::emit(context.sink, EventType::segment, Rule::segment_detach, context.pid, {id, before, before - 1});
    if (last) destroy(context, id);
}

void Shm::apply(MemoryContext& context, const IpcCaller& caller, std::span<const AreaChange> changes) {
    for (const AreaChange& change : changes) {
        if (change.area.shmid == kNoSegment) continue;
        if (change.opened) {
            opened(context, caller, change.area.shmid);
        } else {
            closed(context, caller, change.area.shmid);
        }
    }
}

std::uint64_t Shm::resident_pages(const Memory& memory) const {
    std::uint64_t pages = 0;
    table_.for_each([&](std::int32_t, const Segment& segment) { pages += memory.objects[segment.object].resident(); });
    return pages;
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
