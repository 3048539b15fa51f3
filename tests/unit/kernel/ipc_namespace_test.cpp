// IPC namespaces: what threads of one process, frames and events say of them. How programs see them is asserted on
// both kernels by tests/native/rows/ipc_namespaces.c.
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

enum Call : std::uint32_t { kClone = 56, kUnshare = 272 };
constexpr std::uint64_t kThread = 0x100 | 0x200 | 0x400 | 0x800 | 0x1'0000;
constexpr std::uint64_t kNewipc = 0x800'0000, kNewuts = 0x400'0000, kNewuser = 0x1000'0000;
constexpr IpcNsId kSecond{1};

}  // namespace

TEST_CASE("a segment is named by its id and the namespace it is in") {
    CallRig rig;
    const Pid root = rig.spawn(0, 0), other = rig.spawn(0, 0);
    CHECK(rig.shmget(other, 7, 4096, kIpcCreat | 0600) == 0);
    CHECK(rig.call(root, kUnshare, kNewipc) == 0);
    CHECK(rig.shmget(root, 7, 8192, kIpcCreat | 0600) == 0);
    CHECK(rig.kernel.ipc.find(ShmId{0})->bytes == 4096);
    CHECK(rig.kernel.ipc.find(ShmId{0, kSecond})->bytes == 8192);

    const std::int64_t at = rig.shmat(root, 0);
    rig.touch(root, static_cast<std::uint64_t>(at), hw::Access::write);
    const ObjectId object = rig.kernel.ipc.find(ShmId{0, kSecond})->object;
    const FrameInfo& frame = rig.kernel.memory.frames[rig.kernel.memory.objects[object].frame(0)];
    CHECK(frame.owner_id == 0);
    CHECK(frame.ipc_ns == kSecond);
}

TEST_CASE("a namespace ends with its last task and the last area that maps a segment of it") {
    CallRig rig;
    const Pid root = rig.spawn(0, 0);
    const std::uint32_t frames = rig.kernel.memory.frames.free_count();
    CHECK(rig.call(root, kUnshare, kNewipc) == 0);
    rig.shmget(root, 0, 4096, 0600);
    const std::int64_t at = rig.shmat(root, 0);
    rig.touch(root, static_cast<std::uint64_t>(at), hw::Access::write);
    Recorder log;
    rig.log = &log;
    CHECK(rig.call(root, kUnshare, kNewipc) == 0);
    CHECK(rig.kernel.ipc.all().size() == 3);
    CHECK(rig.shmdt(root, at) == 0);
    CHECK(rig.kernel.ipc.all().size() == 2);
    CHECK(log.rules_among(
              {Rule::ipc_namespace_new, Rule::ipc_namespace_end, Rule::segment_detach, Rule::segment_destroy}) ==
          std::vector{Rule::ipc_namespace_new, Rule::segment_detach, Rule::ipc_namespace_end, Rule::segment_destroy});
    CHECK(rig.call(root, kExitGroup, 0) == kGone);
    CHECK(rig.kernel.ipc.all().size() == 1);
    CHECK(rig.kernel.memory.frames.free_count() >= frames);
}

TEST_CASE("each thread is in a namespace of its own choice") {
    CallRig rig;
    const Pid leader = rig.spawn(0, 0);
    const Pid thread{static_cast<std::int32_t>(rig.call(leader, kClone, kThread | kNewipc, 0, 0, 0, 0))};
    CHECK(rig.kernel.tasks[leader].ipc_ns == kFirstIpcNs);
    CHECK(rig.kernel.tasks[thread].ipc_ns == kSecond);
    CHECK(rig.call(thread, 60, 0) == kGone);
    CHECK(rig.kernel.ipc.all().size() == 1);
}

TEST_CASE("other namespaces are not simulated: who might make one is told so, others EPERM") {
    CallRig rig;
    const Pid root = rig.spawn(0, 0), user = rig.spawn();
    CHECK(rig.call(root, kUnshare, kNewuts) == error(Errno::enosys));
    CHECK(rig.kernel.tasks[root].unsupported_call == kUnshare);
    CHECK(rig.call(user, kUnshare, kNewuts) == error(Errno::eperm));
    CHECK(rig.call(user, kUnshare, kNewuser) == error(Errno::enosys));
    CHECK(rig.call(user, kClone, kNewuts | 17) == error(Errno::enosys));
}
