#include "sim/kernel/ipc/permission.h"

namespace sim::kernel {

std::uint64_t state_hash(const Credentials& credentials) {
    std::uint64_t hash = hash_mix(credentials.uid.value, credentials.euid.value);
    hash = hash_mix(hash, credentials.gid.value);
    return hash_mix(hash, credentials.egid.value);
}

std::uint64_t state_hash(const IpcPermission& permission) {
    std::uint64_t hash = hash_mix(permission.mode, static_cast<std::uint32_t>(permission.key.value));
    hash = hash_mix(hash, permission.uid.value);
    hash = hash_mix(hash, permission.cuid.value);
    hash = hash_mix(hash, permission.gid.value);
    return hash_mix(hash, permission.cgid.value);
}

AccessBits granted_bits(const IpcPermission& permission, const Credentials& who) {
    if (permission.owned_by(who)) return permission.mode >> 6 & 7;
    if (who.egid == permission.gid || who.egid == permission.cgid) return permission.mode >> 3 & 7;
    return permission.mode & 7;
}

bool permits(const IpcPermission& permission, const Credentials& who, AccessBits wanted) {
    return (wanted & ~granted_bits(permission, who)) == 0 || who.privileged();
}

}  // namespace sim::kernel
