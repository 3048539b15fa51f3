// Who the caller is: users, groups, capabilities. Each thread has its own; the C library changes all of a process.
#include <algorithm>
#include <bit>
#include <utility>

#include "sim/kernel/proc/set_credentials.h"
#include "sim/kernel/sys/handlers.h"

namespace sim::kernel {
namespace {

using report::Rule;

constexpr std::uint32_t kKeep = 0xffff'ffff;  // (uid_t) -1: leave as it is
constexpr std::uint32_t kMaxGroups = 65'536;  // NGROUPS_MAX
constexpr std::uint32_t kCapabilityVersion1 = 0x1998'0330;
constexpr std::uint32_t kCapabilityVersion2 = 0x2007'1026;
constexpr std::uint32_t kCapabilityVersion3 = 0x2008'0522;

bool any_root(const Credentials& who) {
    return who.uid.value == 0 || who.euid.value == 0 || who.suid.value == 0;
}

// capabilities(7), "Effect of user ID changes on capabilities".
void adjust_capabilities(const Credentials& before, Credentials& now) {
    // "If one or more of the real, effective, or saved set user IDs was previously 0, and as a result of the UID
    // changes all of these IDs have a nonzero value, then all capabilities are cleared".
    if (any_root(before) && !any_root(now)) now.permitted = now.effective = 0;
    // "If the effective user ID is changed from 0 to nonzero, then all capabilities are cleared from the effective
    // set."
    if (before.euid.value == 0 && now.euid.value != 0) now.effective = 0;
    // "If the effective user ID is changed from nonzero to 0, then the permitted set is copied to the effective set."
    if (before.euid.value != 0 && now.euid.value == 0) now.effective = now.permitted;
}

CallResult become(Call& call, Credentials now) {
    adjust_capabilities(call.task().credentials, now);
    set_credentials(call.kernel.tasks, call.sink, call.pid, std::move(now));
    return 0;
}

// "EPERM The calling process is not privileged (did not have the necessary capability in its user namespace) and
// tried to change the IDs to values that are not permitted."
CallResult forbidden(const Call& call, Capability capability) {
    return call.refuse(Errno::eperm, Rule::capability_missing, {capability});
}

// The ids of a kind before a change, whichever kind it is.
struct Ids {
    std::uint32_t real, effective, saved;

    bool any(std::uint32_t id) const { return id == real || id == effective || id == saved; }
};
Ids users_of(const Credentials& who) {
    return {who.uid.value, who.euid.value, who.suid.value};
}
Ids groups_of(const Credentials& who) {
    return {who.gid.value, who.egid.value, who.sgid.value};
}
CallResult become_users(Call& call, const Ids& ids) {
    Credentials now = call.task().credentials;
    now.uid = Uid{ids.real};
    now.euid = Uid{ids.effective};
    now.suid = Uid{ids.saved};
    return become(call, std::move(now));
}
CallResult become_groups(Call& call, const Ids& ids) {
    Credentials now = call.task().credentials;
    now.gid = Gid{ids.real};
    now.egid = Gid{ids.effective};
    now.sgid = Gid{ids.saved};
    return become(call, std::move(now));
}

// One rule serves users and groups.
struct Kind {
    Capability capability;
    Ids (*ids)(const Credentials&);
    CallResult (*become)(Call&, const Ids&);
};
constexpr Kind kUsers{Capability::setuid, users_of, become_users};
constexpr Kind kGroups{Capability::setgid, groups_of, become_groups};

CallResult set_one(Call& call, const Kind& kind) {
    const std::uint32_t id = call.u32(0);
    Ids ids = kind.ids(call.task().credentials);
    // "EINVAL The user ID specified in uid is not valid in this user namespace."
    if (id == kKeep) return call.refuse(Errno::einval, Rule::argument_invalid, {1, id});
    if (call.task().credentials.has(kind.capability)) return kind.become(call, {id, id, id});
    if (id != ids.real && id != ids.saved) return forbidden(call, kind.capability);
    ids.effective = id;
    return kind.become(call, ids);
}

CallResult set_two(Call& call, const Kind& kind) {
    const std::uint32_t real = call.u32(0), effective = call.u32(1);
    const Ids before = kind.ids(call.task().credentials);
    const bool privileged = call.task().credentials.has(kind.capability);
    Ids ids = before;
    // "Unprivileged users may only set the real user ID to the real user ID or the effective user ID."
    if (real != kKeep) {
        if (!privileged && real != before.real && real != before.effective) return forbidden(call, kind.capability);
        ids.real = real;
    }
    // "Unprivileged processes may only set the effective user ID to the real user ID, the effective user ID, or the
    // saved set-user-ID."
    if (effective != kKeep) {
        if (!privileged && !before.any(effective)) return forbidden(call, kind.capability);
        ids.effective = effective;
    }
    // "If the real user ID is set … or the effective user ID is set to a value not equal to the previous real user
    // ID, the saved set-user-ID will be set to the new effective user ID."
    if (real != kKeep || (effective != kKeep && effective != before.real)) ids.saved = ids.effective;
    return kind.become(call, ids);
}

CallResult set_three(Call& call, const Kind& kind) {
    const Ids before = kind.ids(call.task().credentials);
    const bool privileged = call.task().credentials.has(kind.capability);
    Ids ids = before;
    std::uint32_t* const targets[] = {&ids.real, &ids.effective, &ids.saved};
    for (int i = 0; i < 3; ++i) {
        const std::uint32_t wanted = call.u32(i);
        if (wanted == kKeep) continue;
        // "An unprivileged process may change its real UID, effective UID, and saved set-user-ID, each to one of: the
        // current real UID, the current effective UID, or the current saved set-user-ID."
        if (!privileged && !before.any(wanted)) return forbidden(call, kind.capability);
        *targets[i] = wanted;
    }
    return kind.become(call, ids);
}

CallResult get_three(Call& call, const Ids& ids) {
    const std::uint32_t values[] = {ids.real, ids.effective, ids.saved};
    for (int i = 0; i < 3; ++i) {
        const Errno error = call.put(call.address(i), values[i]);
        if (error != Errno::ok) return error;
    }
    return 0;
}

}  // namespace

CallResult sys_getuid(Call& call) {
    return call.task().credentials.uid.value;
}
CallResult sys_getgid(Call& call) {
    return call.task().credentials.gid.value;
}
CallResult sys_geteuid(Call& call) {
    return call.task().credentials.euid.value;
}
CallResult sys_getegid(Call& call) {
    return call.task().credentials.egid.value;
}

CallResult sys_setuid(Call& call) {
    return set_one(call, kUsers);
}
CallResult sys_setgid(Call& call) {
    return set_one(call, kGroups);
}
CallResult sys_setreuid(Call& call) {
    return set_two(call, kUsers);
}
CallResult sys_setregid(Call& call) {
    return set_two(call, kGroups);
}
CallResult sys_setresuid(Call& call) {
    return set_three(call, kUsers);
}
CallResult sys_setresgid(Call& call) {
    return set_three(call, kGroups);
}
CallResult sys_getresuid(Call& call) {
    return get_three(call, users_of(call.task().credentials));
}
CallResult sys_getresgid(Call& call) {
    return get_three(call, groups_of(call.task().credentials));
}

CallResult sys_getgroups(Call& call) {
    const std::vector<Gid> groups = call.task().credentials.groups;
    const std::int32_t room = call.i32(0);
    const auto count = static_cast<std::int32_t>(groups.size());
    if (room < 0) return call.refuse(Errno::einval, Rule::argument_invalid, {1, room});
    // "If size is zero, list is not modified, but the total number of supplementary group IDs … is returned."
    if (room == 0) return count;
    // "EINVAL size is less than the number of supplementary group IDs, but is not zero."
    if (count > room) return call.refuse(Errno::einval, Rule::argument_invalid, {1, room});
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const Errno error = call.put(call.address(1) + 4 * i, groups[i].value);
        if (error != Errno::ok) return error;
    }
    return count;
}

CallResult sys_setgroups(Call& call) {
    // "EPERM The calling process has insufficient privilege (the caller does not have the CAP_SETGID capability".
    if (!call.task().credentials.has(Capability::setgid)) return forbidden(call, Capability::setgid);
    const std::uint32_t count = call.u32(0);
    // "EINVAL size is greater than NGROUPS_MAX".
    if (count > kMaxGroups) return call.refuse(Errno::einval, Rule::argument_invalid, {1, count});
    std::vector<Gid> groups(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Errno error = call.get(call.address(1) + 4 * i, groups[i].value);
        if (error != Errno::ok) return error;
    }
    std::sort(groups.begin(), groups.end());  // as Linux keeps and returns them
    Credentials now = call.task().credentials;
    now.groups = std::move(groups);
    return become(call, std::move(now));
}

namespace {

struct UserCapHeader {
    std::uint32_t version = 0;
    std::int32_t pid = 0;
};
struct UserCapData {
    std::uint32_t effective = 0, permitted = 0, inheritable = 0;
};

// How many words of 32 capabilities this version has. "EINVAL … the hdrp->version … will be set to" the preferred one.
Result<std::size_t> capability_words(Call& call, UserCapHeader& header) {
    Errno error = call.get(call.address(0), header);
    if (error != Errno::ok) return error;
    if (header.version == kCapabilityVersion1) return std::size_t{1};
    if (header.version == kCapabilityVersion2 || header.version == kCapabilityVersion3) return std::size_t{2};
    error = call.put(call.address(0), kCapabilityVersion3);
    if (error != Errno::ok) return error;
    return call.refuse(Errno::einval, Rule::argument_invalid, {1, header.version});
}

}  // namespace

CallResult sys_capget(Call& call) {
    UserCapHeader header;
    const Result<std::size_t> words = capability_words(call, header);
    // Asking which version is preferred, without a place for data, is no error.
    if (call.u64(1) == 0 && (words.ok() || words.error() == Errno::einval)) return 0;
    if (!words) return words.error();
    if (header.pid < 0) return call.refuse(Errno::einval, Rule::argument_invalid, {1, header.pid});
    const Pid whom = header.pid == 0 ? call.pid : Pid{header.pid};
    const Task* task = call.kernel.tasks.find(whom);
    // "ESRCH No such thread."
    if (task == nullptr || task->state == report::TaskState::ended) {
        return call.refuse(Errno::esrch, Rule::process_unknown, {whom});
    }
    const Credentials who = task->credentials;
    for (std::size_t i = 0; i < *words; ++i) {
        const UserCapData data{static_cast<std::uint32_t>(who.effective >> (32 * i)),
                               static_cast<std::uint32_t>(who.permitted >> (32 * i)), 0};
        const Errno error = call.put(call.address(1) + i * sizeof data, data);
        if (error != Errno::ok) return error;
    }
    return 0;
}

CallResult sys_capset(Call& call) {
    UserCapHeader header;
    const Result<std::size_t> words = capability_words(call, header);
    if (!words) return words.error();
    // "EPERM … the caller attempted to use capset() to modify the capabilities of a thread other than itself".
    if (header.pid != 0 && header.pid != call.pid.value) return forbidden(call, Capability::sys_admin);
    Credentials now = call.task().credentials;
    const std::uint64_t before = now.permitted;
    now.effective = now.permitted = 0;
    for (std::size_t i = 0; i < *words; ++i) {
        UserCapData data;
        const Errno error = call.get(call.address(1) + i * sizeof data, data);
        if (error != Errno::ok) return error;
        now.effective |= std::uint64_t{data.effective} << (32 * i);
        now.permitted |= std::uint64_t{data.permitted} << (32 * i);
    }
    now.effective &= kAllCapabilities;
    now.permitted &= kAllCapabilities;
    // "EPERM An attempt was made to add a capability to the permitted set, or to set a capability in the effective set
    // that is not in the permitted set."
    const std::uint64_t excess = (now.permitted & ~before) | (now.effective & ~now.permitted);
    if (excess != 0) return call.refuse(Errno::eperm, Rule::capability_missing, {std::countr_zero(excess)});
    set_credentials(call.kernel.tasks, call.sink, call.pid, std::move(now));
    return 0;
}

}  // namespace sim::kernel
