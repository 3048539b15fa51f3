// What the structures of System V IPC calls have in common, as x86-64 programs see it.
#pragma once

#include <cstdint>

#include "sim/kernel/ipc/ipc_call.h"

namespace sim::kernel {

// struct ipc64_perm of <asm-generic/ipcbuf.h>.
struct UserIpcPerm {
    std::int32_t key = 0;
    std::uint32_t uid = 0, gid = 0, cuid = 0, cgid = 0;
    std::uint32_t mode = 0;  // kernel: 16 bits and padding; glibc: 32
    std::uint16_t seq = 0;
    std::uint16_t pad2 = 0;
    std::uint32_t pad3 = 0;
    std::uint64_t unused[2] = {};

    IpcOwner owner() const { return {Uid{uid}, Gid{gid}, mode}; }
};
static_assert(sizeof(UserIpcPerm) == 48);

inline UserIpcPerm encode(std::int32_t id, const IpcPermission& permission) {
    UserIpcPerm user;
    user.key = permission.key.value;
    user.uid = permission.uid.value;
    user.gid = permission.gid.value;
    user.cuid = permission.cuid.value;
    user.cgid = permission.cgid.value;
    user.mode = permission.mode;
    user.seq = static_cast<std::uint16_t>(static_cast<std::uint32_t>(id) / kIpcMni);
    return user;
}

}  // namespace sim::kernel
