// Who may do what to a System V IPC object: the algorithm of ipcperms() in Linux's ipc/util.c.
#pragma once

#include <cstdint>

#include "sim/base/credentials.h"
#include "sim/base/hash.h"
#include "sim/base/ids.h"

namespace sim::kernel {

// struct ipc_perm: owner, creator, key and mode of an IPC object.
struct IpcPermission {
    Key key;
    Uid uid, cuid;
    Gid gid, cgid;
    std::uint32_t mode = 0;  // low 9 bits rwxrwxrwx; above them bits of the kind of object (SHM_DEST …)

    // "the effective user ID … must match the owner or the creator" (shmctl(2)); mode bits never help.
    bool owned_by(const Credentials& who) const { return who.euid == uid || who.euid == cuid; }
};
std::uint64_t state_hash(const IpcPermission& permission);

// Bits 4 (read), 2 (write), 1 (execute).
using AccessBits = std::uint32_t;

// The three triples of `flags` merged: 0400, 0040 and 0004 all ask for "read".
constexpr AccessBits wanted_bits(std::uint32_t flags) {
    return (flags >> 6 | flags >> 3 | flags) & 7;
}
// What the mode grants: the owner's triple for owner and creator, else the group's, else the others'.
AccessBits granted_bits(const IpcPermission& permission, const Credentials& who);
// There is no fall-through: an owner denied by the owner's triple is not helped by the others'. Root may all.
bool permits(const IpcPermission& permission, const Credentials& who, AccessBits wanted);

}  // namespace sim::kernel
