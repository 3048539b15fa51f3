// Users, groups and capabilities: who may become whom, and what is lost on the way.
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

enum Call : std::uint32_t { kSetuid = 105, kSetreuid = 113, kGetgroups = 115, kSetgroups = 116, kSetresuid = 117 };
enum Call2 : std::uint32_t { kCapget = 125, kCapset = 126 };
constexpr std::uint32_t kKeepId = 0xffff'ffff;

const Credentials& who(const CallRig& rig, Pid pid) {
    return rig.kernel.tasks[pid].credentials;
}

}  // namespace

TEST_CASE("root that becomes a user with setuid loses all ids and capabilities for good") {
    CallRig rig;
    const Pid pid = rig.spawn(0, 0);
    CHECK(rig.call(pid, kSetuid, 1000) == 0);
    CHECK(who(rig, pid).uid == Uid{1000});
    CHECK(who(rig, pid).suid == Uid{1000});
    CHECK(who(rig, pid).effective == 0);
    CHECK(who(rig, pid).permitted == 0);
    CHECK(rig.call(pid, kSetuid, 0) == error(Errno::eperm));
    CHECK(rig.call(pid, kSetuid, kKeepId) == error(Errno::einval));
}

TEST_CASE("root that gives up its effective id only gets its capabilities back with it") {
    CallRig rig;
    const Pid pid = rig.spawn(0, 0);
    CHECK(rig.call(pid, kSetresuid, kKeepId, 1000, kKeepId) == 0);
    CHECK(who(rig, pid).effective == 0);
    CHECK(who(rig, pid).permitted == kAllCapabilities);
    CHECK(rig.call(pid, kSetresuid, kKeepId, 0, kKeepId) == 0);
    CHECK(who(rig, pid).effective == kAllCapabilities);
}

TEST_CASE("an ordinary user may only swap the ids it has") {
    CallRig rig;
    const Pid pid = rig.spawn(1000, 100);
    CHECK(rig.call(pid, kSetresuid, kKeepId, 1001, kKeepId) == error(Errno::eperm));
    CHECK(rig.call(pid, kSetreuid, 1000, 1000) == 0);
    CHECK(rig.call(pid, kSetgroups, 0, 0) == error(Errno::eperm));
}

TEST_CASE("groups come back sorted, a list too small is EINVAL") {
    CallRig rig;
    const Pid pid = rig.spawn(0, 0);
    rig.put(pid, rig.buffer(), std::array<std::uint32_t, 3>{30, 10, 20});
    CHECK(rig.call(pid, kSetgroups, 3, rig.buffer()) == 0);
    CHECK(rig.call(pid, kGetgroups, 0, 0) == 3);
    CHECK(rig.call(pid, kGetgroups, 2, rig.buffer()) == error(Errno::einval));
    CHECK(rig.call(pid, kGetgroups, 3, rig.buffer(64)) == 3);
    CHECK(rig.get<std::array<std::uint32_t, 3>>(pid, rig.buffer(64)) == std::array<std::uint32_t, 3>{10, 20, 30});
}

TEST_CASE("capset may drop what capget shows and never adds") {
    CallRig rig;
    const Pid pid = rig.spawn(0, 0);
    using Data = std::array<std::uint32_t, 6>;
    rig.put(pid, rig.buffer(), std::array<std::uint32_t, 2>{0x2008'0522, 0});
    CHECK(rig.call(pid, kCapget, rig.buffer(), rig.buffer(64)) == 0);
    CHECK(rig.get<Data>(pid, rig.buffer(64))[0] == 0xffff'ffff);
    rig.put(pid, rig.buffer(64), Data{1u << 15, 1u << 15, 0, 0, 0, 0});
    CHECK(rig.call(pid, kCapset, rig.buffer(), rig.buffer(64)) == 0);
    CHECK(who(rig, pid).has(Capability::ipc_owner));
    CHECK(!who(rig, pid).has(Capability::kill));
    rig.put(pid, rig.buffer(64), Data{1u << 5, 1u << 5, 0, 0, 0, 0});
    CHECK(rig.call(pid, kCapset, rig.buffer(), rig.buffer(64)) == error(Errno::eperm));
}
