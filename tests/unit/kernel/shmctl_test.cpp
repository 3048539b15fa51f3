// shmctl(2) and removal. Rows L… and G… and tables B… are those of linux-facts.
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

constexpr std::uint64_t kBad = ~0ull;  // (void *)-1

struct OneSegment : CallRig {
    Pid pid = spawn();
    std::int64_t id = shmget(pid, 0x1234, 3 * kPageSize, kIpcCreat | 0600);
};

}  // namespace

TEST_CASE("L45 L46: a bad buffer is EFAULT, for IPC_SET before the id is looked at") {
    OneSegment rig;
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcStat, kBad) == error(Errno::efault));
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcSet, kBad) == error(Errno::efault));
    CHECK(rig.shmctl(rig.pid, 99, kIpcSet, kBad) == error(Errno::efault));
    CHECK(rig.shmctl(rig.pid, 99, kIpcStat, kBad) == error(Errno::einval));
}

TEST_CASE("L47 L48 L49 B8: negative id or command and unknown commands are EINVAL, so is a removed id") {
    OneSegment rig;
    CHECK(rig.shmctl(rig.pid, rig.id, -1) == error(Errno::einval));
    CHECK(rig.shmctl(rig.pid, rig.id, 999) == error(Errno::einval));
    CHECK(rig.shmctl(rig.pid, -1, kIpcStat, rig.buffer()) == error(Errno::einval));
    CHECK(rig.shmctl(rig.pid, -1, kIpcInfo, rig.buffer()) == error(Errno::einval));
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcRmid) == 0);
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcStat, rig.buffer()) == error(Errno::einval));
}

TEST_CASE("L44 L50 L51: who may stat, set, remove and lock") {
    OneSegment rig;
    const Pid stranger = rig.spawn(2000, 200), root = rig.spawn(0, 0);
    CHECK(rig.shmctl(stranger, rig.id, kIpcStat, rig.buffer()) == error(Errno::eacces));
    for (int command : {kIpcRmid, kIpcSet, kShmLock, kShmUnlock}) {
        CHECK(rig.shmctl(stranger, rig.id, command, rig.buffer()) == error(Errno::eperm));
    }
    CHECK(rig.shmctl(root, rig.id, kIpcStat, rig.buffer()) == 0);
    const std::int64_t mode_zero = rig.shmget(rig.pid, 0, 1, 0);
    CHECK(rig.shmctl(rig.pid, mode_zero, kIpcStat, rig.buffer()) == error(Errno::eacces));
    CHECK(rig.shmctl(rig.pid, mode_zero, kIpcRmid) == 0);  // mode bits do not matter here
}

TEST_CASE("L73 L74 G12: IPC_SET changes uid, gid, nine mode bits and ctime, nothing else") {
    OneSegment rig;
    rig.wait_seconds(3);
    ShmidDs ds = rig.stat(rig.pid, rig.id);
    ds.mode = 07766;
    ds.uid = 2000;
    ds.gid = 200;
    ds.segsz = 1;
    ds.cuid = 1;
    rig.put(rig.pid, rig.buffer(), ds);
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcSet, rig.buffer()) == 0);
    const Segment& segment = rig.segment(rig.id);
    CHECK(segment.permission.mode == 0766);
    CHECK(segment.permission.uid == Uid{2000});
    CHECK(segment.permission.gid == Gid{200});
    CHECK(segment.permission.cuid == Uid{1000});
    CHECK(segment.bytes == 3 * kPageSize);
    CHECK(segment.ctime == rig.kernel.now_seconds());
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcRmid) == 0);  // the creator still may
}

TEST_CASE("B8: IPC_SET to uid -1 is EINVAL") {
    OneSegment rig;
    ShmidDs ds = rig.stat(rig.pid, rig.id);
    ds.uid = ~0u;
    rig.put(rig.pid, rig.buffer(), ds);
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcSet, rig.buffer()) == error(Errno::einval));
}

TEST_CASE("L68 L70: SHM_LOCK sets 02000, SHM_UNLOCK clears it, both twice if you like") {
    OneSegment rig;
    for (int i = 0; i < 2; ++i) CHECK(rig.shmctl(rig.pid, rig.id, kShmLock) == 0);
    CHECK(rig.stat(rig.pid, rig.id).mode == 02600);
    for (int i = 0; i < 2; ++i) CHECK(rig.shmctl(rig.pid, rig.id, kShmUnlock) == 0);
    CHECK(rig.stat(rig.pid, rig.id).mode == 0600);
}

TEST_CASE("L34 L43 L65 B3: SHM_STAT takes an index or a full id and gives the full id, SHM_STAT_ANY asks nobody") {
    KernelConfig config = CallRig::small();
    config.first_shmid = 32768 + 3;
    CallRig rig(config);
    const Pid pid = rig.spawn(), stranger = rig.spawn(2000, 200);
    const std::int64_t id = rig.shmget(pid, 5, 100, kIpcCreat | 0600);
    CHECK(rig.shmctl(pid, 3, kShmStat, rig.buffer()) == id);
    CHECK(rig.shmctl(pid, id, kShmStat, rig.buffer()) == id);
    CHECK(rig.shmctl(pid, 3, kIpcStat, rig.buffer()) == error(Errno::einval));
    CHECK(rig.shmctl(pid, 4, kShmStat, rig.buffer()) == error(Errno::einval));
    CHECK(rig.shmctl(stranger, 3, kShmStat, rig.buffer()) == error(Errno::eacces));
    CHECK(rig.shmctl(stranger, 3, kShmStatAny, rig.buffer()) == id);
}

TEST_CASE("L55 L56 L59 L62: IPC_INFO gives the limits, SHM_INFO the use, both return the highest index") {
    OneSegment rig;
    CHECK(rig.shmget(rig.pid, 0, 1, 0600) == 1);
    CHECK(rig.shmctl(rig.pid, 0, kIpcInfo, rig.buffer()) == 1);
    using Info = std::array<std::uint64_t, 9>;
    const Info limits = rig.get<Info>(rig.pid, rig.buffer());
    CHECK(limits[0] == kShmMaxDefault);
    CHECK(limits[1] == 1);
    CHECK(limits[2] == kShmMniDefault);
    CHECK(limits[3] == kShmMniDefault);
    CHECK(limits[4] == kShmAllDefault);

    const std::int64_t at = rig.shmat(rig.pid, rig.id);
    rig.touch(rig.pid, static_cast<std::uint64_t>(at), hw::Access::read);
    CHECK(rig.shmctl(rig.pid, 0, kShmInfo, rig.buffer()) == 1);
    const auto use = rig.get<std::array<std::uint64_t, 6>>(rig.pid, rig.buffer());
    CHECK((use[0] & 0xffff'ffff) == 2);
    CHECK(use[1] == 4);  // pages of all segments
    CHECK(use[2] == 1);  // a read touch counts
}

TEST_CASE("B10 G16: removed without attaches it is gone at once: id, key, pages") {
    OneSegment rig;
    const std::int64_t early = rig.shmat(rig.pid, rig.id);  // brings the upper page tables, which stay
    rig.touch(rig.pid, static_cast<std::uint64_t>(early) + 4096, hw::Access::read);
    rig.shmdt(rig.pid, early);
    const std::uint32_t free_before = rig.kernel.memory.frames.free_count() + 1;  // that one page is the segment's
    const std::int64_t at = rig.shmat(rig.pid, rig.id);
    rig.touch(rig.pid, static_cast<std::uint64_t>(at), hw::Access::write);
    CHECK(rig.kernel.memory.frames.free_count() < free_before - 1);
    rig.shmdt(rig.pid, at);
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcRmid) == 0);
    CHECK(rig.kernel.memory.frames.free_count() == free_before);
    CHECK(rig.kernel.ipc.first().shm.total_pages() == 0);
    CHECK(rig.shmget(rig.pid, 0x1234, 0, 0) == error(Errno::enoent));
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcRmid) == error(Errno::einval));
}

TEST_CASE("B10 G13 G15 G27: removed while attached it keeps its id, loses its key and works on") {
    OneSegment rig;
    const std::int64_t at = rig.shmat(rig.pid, rig.id);
    rig.put<std::uint32_t>(rig.pid, static_cast<std::uint64_t>(at), 42);
    for (int i = 0; i < 6; ++i) CHECK(rig.shmctl(rig.pid, rig.id, kIpcRmid) == 0);
    const ShmidDs ds = rig.stat(rig.pid, rig.id);
    CHECK(ds.mode == 01600);
    CHECK(ds.key == 0);
    CHECK(ds.nattch == 1);
    CHECK(rig.shmget(rig.pid, 0x1234, 0, 0) == error(Errno::enoent));
    const std::int64_t fresh = rig.shmget(rig.pid, 0x1234, 4096, kIpcCreat | 0600);
    CHECK(fresh == 1);
    const std::int64_t second = rig.shmat(rig.pid, rig.id);
    CHECK(rig.get<std::uint32_t>(rig.pid, static_cast<std::uint64_t>(second)) == 42);
    CHECK(rig.shmdt(rig.pid, at) == 0);
    CHECK(rig.nattch(rig.id) == 1);
    CHECK(rig.kernel.ipc.first().shm.total_pages() == 4);
    CHECK(rig.shmdt(rig.pid, second) == 0);
    CHECK(rig.kernel.ipc.first().shm.find(ShmId{0}) == nullptr);
    CHECK(rig.kernel.ipc.first().shm.total_pages() == 1);  // G14
}

TEST_CASE("B10: the last detach by exit destroys, in Linux's order, a segment nobody removes stays") {
    OneSegment rig;
    const Pid child = rig.fork(rig.pid);
    rig.shmat(child, rig.id);
    CHECK(rig.shmctl(rig.pid, rig.id, kIpcRmid) == 0);
    Recorder log;
    rig.log = &log;
    rig.call(child, kExitGroup, 0);
    CHECK(log.rules_among({Rule::area_close, Rule::segment_detach, Rule::segment_destroy, Rule::object_destroy,
                           Rule::process_exit})
              .back() == Rule::process_exit);
    CHECK(log.rules_among({Rule::segment_detach, Rule::segment_destroy, Rule::object_destroy}) ==
          std::vector{Rule::segment_detach, Rule::segment_destroy, Rule::object_destroy});
    CHECK(rig.kernel.ipc.first().shm.find(ShmId{0}) == nullptr);

    OneSegment kept;
    const Pid creator = kept.fork(kept.pid);
    const std::int64_t id = kept.shmget(creator, 0, 1, 0600);
    kept.call(creator, kExitGroup, 0);
    CHECK(kept.stat(kept.pid, id).cpid == creator.value);
}
