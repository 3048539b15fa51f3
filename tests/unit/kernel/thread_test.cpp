// Threads, vfork and exec: what is shared, who ends when, what is told to whom.
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

enum Call : std::uint32_t { kClone = 56, kVfork = 58, kExecve = 59, kExit = 60, kGettid = 186 };
constexpr std::uint64_t kThreadFlags = 0x100 | 0x200 | 0x400 | 0x800 | 0x1'0000 | 0x4'0000;

Pid new_thread(CallRig& rig, Pid pid, std::uint64_t more = 0, std::uint64_t id_at = 0) {
    const std::int64_t made = rig.call(pid, kClone, kThreadFlags | more, 0, 0, id_at, 0);
    REQUIRE(made > 0);
    return Pid{static_cast<std::int32_t>(made)};
}

}  // namespace

TEST_CASE("threads share memory and the pid, each has an id of its own") {
    CallRig rig;
    const Pid leader = rig.spawn();
    const Pid thread = new_thread(rig, leader);
    rig.put<int>(leader, rig.buffer(), 5);
    CHECK(rig.get<int>(thread, rig.buffer()) == 5);
    CHECK(rig.call(thread, kGetpid) == leader.value);
    CHECK(rig.call(thread, kGettid) == thread.value);
    CHECK(rig.kernel.memory.spaces[rig.kernel.tasks[leader].mm].users == 2);
}

TEST_CASE("a leader that ends first is waited for only when its last thread has ended") {
    CallRig rig;
    const Pid parent = rig.spawn();
    const Pid leader = rig.fork(parent);
    const Pid thread = new_thread(rig, leader);
    CHECK(rig.call(leader, kExit, 3) == kGone);
    CHECK(rig.call(parent, kWait4, -1, 0, 1, 0) == 0);
    CHECK(rig.call(thread, kExit, 4) == kGone);
    CHECK(rig.kernel.tasks[thread].state == report::TaskState::ended);
    CHECK(rig.call(parent, kWait4, -1, rig.buffer(), 0, 0) == leader.value);
    CHECK(rig.get<int>(parent, rig.buffer()) == 3 << 8);
}

TEST_CASE("exit_group of one thread and a deadly signal end all of them") {
    CallRig rig;
    const Pid parent = rig.spawn();
    for (const bool killed : {false, true}) {
        const Pid leader = rig.fork(parent);
        const Pid thread = new_thread(rig, leader);
        if (killed) {
            CHECK(rig.call(parent, kKill, leader.value, 9) == 0);
        } else {
            CHECK(rig.call(thread, kExitGroup, 6) == kGone);
        }
        CHECK(!rig.kernel.tasks[leader].alive());
        CHECK(!rig.kernel.tasks[thread].alive());
        CHECK(rig.call(parent, kWait4, -1, rig.buffer(), 0, 0) == leader.value);
        CHECK(rig.get<int>(parent, rig.buffer()) == (killed ? 9 : 6 << 8));
    }
}

TEST_CASE("a thread that ends clears the word clone named") {
    CallRig rig;
    const Pid leader = rig.spawn();
    rig.put<int>(leader, rig.buffer(), 99);
    const Pid thread = new_thread(rig, leader, 0x20'0000, rig.buffer());
    CHECK(rig.get<int>(leader, rig.buffer()) == 99);
    CHECK(rig.call(thread, kExit, 0) == kGone);
    CHECK(rig.get<int>(leader, rig.buffer()) == 0);
}

TEST_CASE("clone refuses what contradicts itself, half a thread is not modelled") {
    CallRig rig;
    const Pid pid = rig.spawn();
    CHECK(rig.call(pid, kClone, 0x800, 0, 0, 0, 0) == error(Errno::einval));
    CHECK(rig.call(pid, kClone, 0x1'0100, 0, 0, 0, 0) == error(Errno::einval));
    CHECK(rig.call(pid, kClone, 0x400, 0, 0, 0, 0) == error(Errno::enosys));
}

TEST_CASE("vfork's parent sleeps until the child has ended and sees what it wrote") {
    CallRig rig;
    const Pid parent = rig.spawn();
    CHECK(rig.call(parent, kVfork) == kBlocked);
    const Pid child{parent.value + 1};
    rig.put<int>(child, rig.buffer(), 8);
    CHECK(rig.kernel.tasks[parent].state == report::TaskState::blocked);
    CHECK(rig.call(child, kExitGroup, 0) == kGone);
    CHECK(rig.resume(parent) == child.value);
    CHECK(rig.get<int>(parent, rig.buffer()) == 8);
}

TEST_CASE("exec of what is not there changes nothing") {
    CallRig rig;
    const Pid pid = rig.spawn();
    const std::int64_t id = rig.shmget(pid, 0, 4096, 0600);
    rig.shmat(pid, id);
    rig.put(pid, rig.buffer(), std::array<char, 8>{"/nobody"});
    CHECK(rig.call(pid, kExecve, rig.buffer(), 0, 0) == error(Errno::enoent));
    CHECK(rig.call(pid, kExecve, 8, 0, 0) == error(Errno::efault));
    CHECK(rig.nattch(id) == 1);
}
