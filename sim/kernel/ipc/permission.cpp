#include "sim/kernel/ipc/permission.h"

namespace sim::kernel {

std::uint64_t state_hash(const IpcPermission& permission) {
    std::uint64_t hash = hash_mix(permission.mode, static_cast<std::uint32_t>(permission.key.value));
    hash = hash_mix(hash, permission.uid.value);
    hash = hash_mix(hash, permission.cuid.value);
    hash = hash_mix(hash, permission.gid.value);
    return hash_mix(hash, permission.cgid.value);
}

AccessBits granted_bits(const IpcPermission& permission, const Credentials& who) {
    if (permission.owned_by(who)) return permission.mode >> 6 & 7;
    if (who.in_group(permission.gid) || who.in_group(permission.cgid)) return permission.mode >> 3 & 7;
    return permission.mode & 7;
}

bool permits(const IpcPermission& permission, const Credentials& who, AccessBits wanted) {
    return (wanted & ~granted_bits(permission, who)) == 0 || who.has(Capability::ipc_owner);
}

}  // namespace sim::kernel
