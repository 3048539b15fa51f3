// shmget(2): which error wins, who may, which id. Rows L… and G… and tables B… are those of linux-facts.
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {
constexpr std::uint32_t kCreate = kIpcCreat | 0600;
constexpr std::uint32_t kExclusive = kIpcCreat | kIpcExcl | 0600;
}  // namespace

TEST_CASE("L16 G23: an absent key without IPC_CREAT is ENOENT, whatever the size, and IPC_EXCL alone does not create") {
    CallRig rig;
    const Pid pid = rig.spawn();
    CHECK(rig.shmget(pid, 0x1234, 4096, 0600) == error(Errno::enoent));
    CHECK(rig.shmget(pid, 0x1234, 4096, kIpcExcl) == error(Errno::enoent));
    CHECK(rig.shmget(pid, 0x1234, 0, 0600) == error(Errno::enoent));
}

TEST_CASE("L17 G22 G2: IPC_CREAT|IPC_EXCL on an existing key is EEXIST, without EXCL it is the same id") {
    CallRig rig;
    const Pid pid = rig.spawn();
    const std::int64_t id = rig.shmget(pid, 0x1234, 4096, kExclusive);
    CHECK(id == 0);
    CHECK(rig.shmget(pid, 0x1234, 4096, kExclusive) == error(Errno::eexist));
    CHECK(rig.shmget(pid, 0x1234, 99999, kExclusive) == error(Errno::eexist));  // before the size is compared
    CHECK(rig.shmget(pid, 0x1234, 4096, kCreate) == id);
    CHECK(rig.shmget(pid, 0x1234, 0, 0) == id);
    CHECK(rig.shmget(pid, 0x1234, 4096, kIpcExcl | 0600) == id);
}

TEST_CASE("L18 G19 G26: size 0 of a new segment is EINVAL, IPC_PRIVATE too") {
    CallRig rig;
    const Pid pid = rig.spawn();
    CHECK(rig.shmget(pid, 1, 0, kExclusive) == error(Errno::einval));
    CHECK(rig.shmget(pid, 0, 0, 0) == error(Errno::einval));
    CHECK(rig.shmget(pid, 0, 1, 0) >= 0);
}

TEST_CASE("L19 G20: more than shmmax is EINVAL") {
    KernelConfig config = CallRig::small();
    config.shm.shmmax = 8192;
    CallRig rig(config);
    const Pid pid = rig.spawn();
    CHECK(rig.shmget(pid, 1, 8193, kExclusive) == error(Errno::einval));
    CHECK(rig.shmget(pid, 1, 8192, kExclusive) == 0);
}

TEST_CASE("L20 G24: asking for more than the segment has is EINVAL, before permission, less is fine") {
    CallRig rig;
    const Pid owner = rig.spawn(1000), other = rig.spawn(2000, 200);
    const std::int64_t id = rig.shmget(owner, 7, 5000, kCreate);
    CHECK(rig.shmget(owner, 7, 10000, 0) == error(Errno::einval));
    CHECK(rig.shmget(owner, 7, 5001, 0) == error(Errno::einval));  // bytes asked at creation, not pages
    CHECK(rig.shmget(owner, 7, 2500, 0) == id);
    CHECK(rig.shmget(other, 7, 10000, 0600) == error(Errno::einval));
    CHECK(rig.shmget(other, 7, 100, 0600) == error(Errno::eacces));
    CHECK(rig.shmget(other, 7, 100, 0) == id);  // flags that ask for nothing get the id
}

TEST_CASE("L21 L25: the owner's own mode 0 denies him, root passes") {
    CallRig rig;
    const Pid owner = rig.spawn(1000), root = rig.spawn(0, 0);
    const std::int64_t id = rig.shmget(owner, 9, 4096, kIpcCreat);
    for (std::uint32_t flags : {0400u, 0200u, 0600u}) CHECK(rig.shmget(owner, 9, 4096, flags) == error(Errno::eacces));
    CHECK(rig.shmget(root, 9, 4096, 0600) == id);
}

TEST_CASE("B9: the triple of owner, group or others decides alone, and the flags' triples are merged") {
    CallRig rig;
    const Pid owner = rig.spawn(1000, 100), same_group = rig.spawn(2000, 100), stranger = rig.spawn(3000, 300);
    rig.shmget(owner, 9, 4096, kIpcCreat | 0046);
    CHECK(rig.shmget(owner, 9, 0, 0004) == error(Errno::eacces));  // others' bits do not help the owner
    CHECK(rig.shmget(same_group, 9, 0, 0400) >= 0);
    CHECK(rig.shmget(same_group, 9, 0, 0040) >= 0);
    CHECK(rig.shmget(same_group, 9, 0, 0002) == error(Errno::eacces));
    CHECK(rig.shmget(stranger, 9, 0, 0600) >= 0);
}

TEST_CASE("L22 L23: huge pages are EPERM for a user and ENOMEM for root, a bad size code EINVAL") {
    CallRig rig;
    const Pid user = rig.spawn(1000), root = rig.spawn(0, 0);
    CHECK(rig.shmget(user, 1, 4096, kIpcCreat | kShmHugetlb) == error(Errno::eperm));
    CHECK(rig.shmget(root, 1, 4096, kIpcCreat | kShmHugetlb) == error(Errno::enomem));
    CHECK(rig.shmget(root, 1, 4096, kIpcCreat | kShmHugetlb | 5u << 26) == error(Errno::einval));
    CHECK(rig.shmget(root, 1, 4096, kIpcCreat | kShmHugetlb | kShmNoreserve) == 0);  // nothing is reserved
}

TEST_CASE("L24: beyond shmmni is ENOSPC, after the size was judged") {
    KernelConfig config = CallRig::small();
    config.shm.shmmni = 2;
    CallRig rig(config);
    const Pid pid = rig.spawn();
    CHECK(rig.shmget(pid, 1, 1, kExclusive) == 0);
    CHECK(rig.shmget(pid, 0, 1, 0600) == 1);
    CHECK(rig.shmget(pid, 3, 1, kExclusive) == error(Errno::enospc));
    CHECK(rig.shmget(pid, 3, 0, kExclusive) == error(Errno::einval));
    CHECK(rig.shmctl(pid, 0, kIpcRmid) == 0);
    CHECK(rig.shmget(pid, 3, 1, kExclusive) == 2);
}

TEST_CASE("B2 B4: shmall counts pages of all segments, what the machine cannot promise is ENOMEM") {
    KernelConfig config = CallRig::small();
    config.shm.shmall = 4;
    CallRig rig(config);
    const Pid pid = rig.spawn();
    CHECK(rig.shmget(pid, 0, 3 * 4096 + 1, 0600) == 0);  // four pages
    CHECK(rig.shmget(pid, 0, 1, 0600) == error(Errno::enospc));

    CallRig big;
    const Pid other = big.spawn();
    CHECK(big.shmget(other, 0, 1ull << 40, 0600) == error(Errno::enomem));
    CHECK(big.shmget(other, 0, 1ull << 40, 0600 | kShmNoreserve) == 0);
    CHECK(big.shmget(other, 0, 1ull << 63, 0600 | kShmNoreserve) == error(Errno::einval));
    CHECK(big.shmget(other, 0, kShmMaxDefault, 0600) == error(Errno::einval));
    CHECK(big.shmget(other, 0, kShmMaxDefault + 1, 0600) == error(Errno::einval));
}

TEST_CASE("G5 L31 L72: a fresh segment's shmid_ds") {
    CallRig rig;
    const Pid pid = rig.spawn(1000, 100);
    const std::int64_t id = rig.shmget(pid, 0x1234, 4097, kIpcCreat | 0777);
    const ShmidDs ds = rig.stat(pid, id);
    CHECK(ds.key == 0x1234);
    CHECK(ds.uid == 1000);
    CHECK(ds.cuid == 1000);
    CHECK(ds.gid == 100);
    CHECK(ds.cgid == 100);
    CHECK(ds.mode == 0777);
    CHECK(ds.segsz == 4097);
    CHECK(ds.atime == 0);
    CHECK(ds.dtime == 0);
    CHECK(ds.ctime == rig.kernel.now_seconds());
    CHECK(ds.cpid == pid.value);
    CHECK(ds.lpid == 0);
    CHECK(ds.nattch == 0);
}

TEST_CASE("B4: key -1, what a failed ftok gives, is a key like any other") {
    CallRig rig;
    const Pid pid = rig.spawn();
    const std::int64_t id = rig.shmget(pid, -1, 64, kCreate);
    CHECK(id == 0);
    CHECK(rig.shmget(pid, -1, 64, 0600) == id);
}

TEST_CASE("B3 C2: ids go round: a freed index is not used again at once, and a wrap raises the sequence") {
    CallRig rig;
    const Pid pid = rig.spawn();
    const auto create = [&] { return rig.shmget(pid, 0, 1, 0600); };
    for (std::int64_t wanted : {0, 1, 2}) CHECK(create() == wanted);
    CHECK(rig.shmctl(pid, 1, kIpcRmid) == 0);
    CHECK(create() == 3);

    CallRig loop;
    const Pid other = loop.spawn();
    std::int64_t id = 0;
    for (int i = 0; i < 65; ++i) {
        id = loop.shmget(other, 0, 1, 0600);
        if (i < 64) CHECK(id == i);
        CHECK(loop.shmctl(other, id, kIpcRmid) == 0);
    }
    CHECK(id == 32768);
    CHECK(loop.shmctl(other, 0, kIpcStat, loop.buffer()) == error(Errno::einval));  // stale
}

TEST_CASE("B3: the window grows with the segments alive, without raising the sequence, later it is small again") {
    CallRig rig;
    const Pid pid = rig.spawn();
    for (int i = 0; i < 70; ++i) CHECK(rig.shmget(pid, 0, 1, 0600) == i);
    for (int i = 0; i < 70; ++i) CHECK(rig.shmctl(pid, i, kIpcRmid) == 0);
    CHECK(rig.shmget(pid, 0, 1, 0600) == 32768);
}

TEST_CASE("the configured first shmid is the first one given, others follow") {
    KernelConfig config = CallRig::small();
    config.first_shmid = 5;
    CallRig rig(config);
    const Pid pid = rig.spawn();
    CHECK(rig.shmget(pid, 0, 1, 0600) == 5);
    CHECK(rig.shmget(pid, 0, 1, 0600) == 6);
    config.first_shmid = 65546;  // sequence 2, index 10
    CallRig later(config);
    CHECK(later.shmget(later.spawn(), 0, 1, 0600) == 65546);
}

TEST_CASE("shmget tells its checks in Linux's order") {
    CallRig rig;
    const Pid pid = rig.spawn();
    Recorder log;
    rig.log = &log;
    rig.shmget(pid, 0x1234, 4096, kExclusive);
    CHECK(log.rules() == std::vector{Rule::syscall_enter, Rule::key_absent, Rule::object_create, Rule::segment_create,
                                     Rule::syscall_return});
    log.events.clear();
    rig.shmget(pid, 0x1234, 4096, kExclusive);
    CHECK(log.rules() == std::vector{Rule::syscall_enter, Rule::key_found, Rule::excl_exists, Rule::call_failed,
                                     Rule::syscall_return});
    CHECK(log.events.back().error == Errno::eexist);
    CHECK(log.events.back().args[1] == static_cast<std::uint64_t>(-17));
}
