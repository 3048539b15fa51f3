// What the calls of all three kinds of System V IPC share: who asks, how ids are looked up, who may do what.
//
// T below is the object of an IpcTable<T>: it has a member `IpcPermission permission`. Checks report themselves to the
// sink (null: nobody listens), in Linux's order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/errno.h"
#include "sim/base/ids.h"
#include "sim/kernel/ipc/ipc_table.h"
#include "sim/kernel/ipc/permission.h"
#include "sim/report/emit.h"

namespace sim::kernel {

// Who makes a call and when.
struct IpcCaller {
    Pid tgid;
    Credentials credentials;
    std::int64_t now = 0;  // seconds of the machine's clock
    Pid tid{};             // the thread
};

// A sleeper whose call somebody else has finished: how it ends, and what goes to the sleeper's memory.
struct IpcCompletion {
    Pid sleeper;
    std::int64_t result = 0;  // value or -errno
    std::string bytes{};
};
using IpcCompletions = std::vector<IpcCompletion>;

// ipcperms(): EACCES unless the mode grants what is wanted.
Errno check_access(report::Sink* sink, const IpcCaller& caller, const IpcPermission& permission, std::int32_t id,
                   AccessBits wanted);
// ipcctl_obtain_check(): EPERM unless the caller is owner or creator, or has CAP_SYS_ADMIN.
Errno check_owner(report::Sink* sink, const IpcCaller& caller, const IpcPermission& permission, std::int32_t id);

// What IPC_SET may change.
struct IpcOwner {
    Uid uid;
    Gid gid;
    std::uint32_t mode = 0;  // its low nine bits count
};
// ipc_update_perm(): EINVAL for an id of -1, which is no user and no group.
Errno check_new_owner(report::Sink* sink, const IpcCaller& caller, const IpcOwner& owner);
void give_to(IpcPermission& permission, const IpcOwner& owner);

// The permission of a new object. umask is not applied; of the flags only the low nine bits become the mode.
IpcPermission new_permission(const IpcCaller& caller, Key key, std::uint32_t flags);

// The id in good standing. "EINVAL … is not a valid identifier": unknown, removed, or its slot holds a later object.
template <class T>
Result<std::int32_t> find_id(report::Sink* sink, const IpcCaller& caller, const IpcTable<T>& table, std::int32_t id) {
    if (table.find(id) == nullptr) {
        return report::refuse(sink, caller.tid, Errno::einval, report::Rule::id_unknown, {id});
    }
    report::emit(sink, report::EventType::check, report::Rule::id_found, caller.tid, {id, id % kIpcMni});
    return id;
}

// SHM_STAT's way, and that of its like: the id of whatever is in slot `index mod 32768`. "EINVAL … the index value
// specified … referred to an array slot that is currently unused."
template <class T>
Result<std::int32_t> find_index(report::Sink* sink, const IpcCaller& caller, const IpcTable<T>& table,
                                std::int32_t index) {
    const std::optional<std::int32_t> id = table.id_at(index);
    if (!id) return report::refuse(sink, caller.tid, Errno::einval, report::Rule::id_unknown, {index});
    report::emit(sink, report::EventType::check, report::Rule::id_found, caller.tid, {*id, *id % kIpcMni});
    return *id;
}

// find_id and check_owner, as IPC_SET and IPC_RMID ask.
template <class T>
Errno check_control(report::Sink* sink, const IpcCaller& caller, const IpcTable<T>& table, std::int32_t id) {
    const Result<std::int32_t> found = find_id(sink, caller, table, id);
    return found ? check_owner(sink, caller, table.find(id)->permission, id) : found.error();
}

// ipcget(): the way of shmget, semget and msgget. `fits(id)` asks an object that exists what that kind asks of it,
// before the permission is asked for; `create()` makes one. Both return what the call returns.
template <class T, class Fits, class Create>
Result<std::int32_t> get_object(report::Sink* sink, const IpcCaller& caller, const IpcTable<T>& table, Key key,
                                std::uint32_t flags, Fits fits, Create create) {
    using report::EventType;
    using report::Rule;
    if (key == kIpcPrivate) {
        report::emit(sink, EventType::check, Rule::key_private, caller.tid);
        return create();
    }
    const std::optional<std::int32_t> id = table.find_key(key);
    if (!id) {
        report::emit(sink, EventType::check, Rule::key_absent, caller.tid, {key});
        // "ENOENT No … exists for the given key, and IPC_CREAT was not specified."
        if ((flags & kIpcCreat) == 0)
            return report::refuse(sink, caller.tid, Errno::enoent, Rule::creat_missing, {key});
        return create();
    }
    report::emit(sink, EventType::check, Rule::key_found, caller.tid, {key, *id});
    // "EEXIST IPC_CREAT and IPC_EXCL were specified …, but a … already exists for key."
    if ((flags & kIpcCreat) != 0 && (flags & kIpcExcl) != 0) {
        return report::refuse(sink, caller.tid, Errno::eexist, Rule::excl_exists, {key, *id});
    }
    Errno error = fits(*id);
    if (error == Errno::ok) error = check_access(sink, caller, table.find(*id)->permission, *id, wanted_bits(flags));
    if (error != Errno::ok) return error;
    return *id;
}

}  // namespace sim::kernel
