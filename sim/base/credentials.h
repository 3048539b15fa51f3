// Who a task is: user and group ids, supplementary groups, capabilities.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/base/hash.h"
#include "sim/base/ids.h"

namespace sim {

// Numbers of <linux/capability.h>; those something here asks for.
enum class Capability : std::uint8_t {
    chown = 0,
    dac_override = 1,     // any access to any file
    dac_read_search = 2,  // reading
    fowner = 3,           // what only a file's owner may do
    kill = 5,
    setgid = 6,
    setuid = 7,
    ipc_lock = 14,   // SHM_LOCK, mlock(2) beyond limits
    ipc_owner = 15,  // any access to any IPC object
    sys_rawio = 17,  // mapping page 0
    sys_admin = 21,  // IPC_SET, IPC_RMID of others' objects
    sys_resource = 24,
    checkpoint_restore = 40,  // /proc/sys/kernel/shm_next_id
};
constexpr std::uint64_t capability_bit(Capability capability) {
    return std::uint64_t{1} << static_cast<int>(capability);
}
inline constexpr std::uint64_t kAllCapabilities = (std::uint64_t{1} << 41) - 1;

struct Credentials {
    Uid uid{}, euid{}, suid{};  // real, effective, saved
    Gid gid{}, egid{}, sgid{};
    std::vector<Gid> groups;      // supplementary, as setgroups(2) was given them
    std::uint64_t effective = 0;  // capabilities, bit by number
    std::uint64_t permitted = 0;

    // As a login gives them: root has every capability, others none.
    static Credentials of(Uid user, Gid group) {
        const std::uint64_t capabilities = user.value == 0 ? kAllCapabilities : 0;
        return {user, user, user, group, group, group, {}, capabilities, capabilities};
    }

    bool has(Capability capability) const { return (effective & capability_bit(capability)) != 0; }
    // in_egroup_p() of Linux.
    bool in_group(Gid group) const {
        return group == egid || std::find(groups.begin(), groups.end(), group) != groups.end();
    }
    bool operator==(const Credentials&) const = default;
};

inline std::uint64_t state_hash(const Credentials& who) {
    std::uint64_t hash = hash_mix(who.effective, who.permitted);
    for (Uid uid : {who.uid, who.euid, who.suid}) hash = hash_mix(hash, uid.value);
    for (Gid gid : {who.gid, who.egid, who.sgid}) hash = hash_mix(hash, gid.value);
    for (Gid gid : who.groups) hash = hash_mix(hash, gid.value);
    return hash;
}

}  // namespace sim
