#include "sim/kernel/ipc/ipc_call.h"

namespace sim::kernel {

using report::EventType;
using report::Rule;

Errno check_access(report::Sink* sink, const IpcCaller& caller, const IpcPermission& permission, std::int32_t id,
                   AccessBits wanted) {
    const AccessBits granted = granted_bits(permission, caller.credentials);
    const bool allowed = permits(permission, caller.credentials, wanted);
    const Errno error = allowed ? Errno::ok : Errno::eacces;
    report::emit(sink, EventType::check, allowed ? Rule::permission_granted : Rule::permission_denied, caller.tid,
                 {wanted, granted, id}, error);
    return error;
}

Errno check_owner(report::Sink* sink, const IpcCaller& caller, const IpcPermission& permission, std::int32_t id) {
    if (permission.owned_by(caller.credentials) || caller.credentials.has(Capability::sys_admin)) return Errno::ok;
    return report::refuse(sink, caller.tid, Errno::eperm, Rule::owner_required,
                          {caller.credentials.euid, permission.uid, id});
}

Errno check_new_owner(report::Sink* sink, const IpcCaller& caller, const IpcOwner& owner) {
    if (owner.uid.value != ~0u && owner.gid.value != ~0u) return Errno::ok;
    return report::refuse(sink, caller.tid, Errno::einval, Rule::argument_invalid, {3, owner.uid});
}

void give_to(IpcPermission& permission, const IpcOwner& owner) {
    permission.uid = owner.uid;
    permission.gid = owner.gid;
    permission.mode = (permission.mode & ~0777u) | (owner.mode & 0777);
}

IpcPermission new_permission(const IpcCaller& caller, Key key, std::uint32_t flags) {
    const Credentials& creator = caller.credentials;
    return {key, creator.euid, creator.euid, creator.egid, creator.egid, flags & 0777};
}

}  // namespace sim::kernel
