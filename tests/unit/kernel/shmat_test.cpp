// shmat(2), shmdt(2) and what counts as an attach. Rows L… and G… and tables B… are those of linux-facts.
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

constexpr std::uint64_t kFree = 0x7000'0000'0000;  // nothing is mapped here
using hw::Access;
using Kind = FaultOutcome::Kind;

struct Attached : CallRig {
    Pid pid = spawn();
    std::int64_t id = shmget(pid, 0x1234, 3 * kPageSize, kIpcCreat | 0600);
};

}  // namespace

TEST_CASE("L1 C5: the kernel chooses the highest gap, successive attaches go down") {
    Attached rig;
    CHECK(rig.shmat(rig.pid, rig.id) == 0x7fff'f7ff'5000);
    CHECK(rig.shmat(rig.pid, rig.id) == 0x7fff'f7ff'2000);
    CHECK(rig.shmdt(rig.pid, 0x7fff'f7ff'5000) == 0);
    CHECK(rig.shmat(rig.pid, rig.id) == 0x7fff'f7ff'5000);
}

TEST_CASE("L2 L3 L8: a given address is taken as it is, or rounded down with SHM_RND, else EINVAL") {
    Attached rig;
    CHECK(rig.shmat(rig.pid, rig.id, kFree) == static_cast<std::int64_t>(kFree));
    CHECK(rig.shmdt(rig.pid, kFree) == 0);
    CHECK(rig.shmat(rig.pid, rig.id, kFree + kShmlba - 1, kShmRnd) == static_cast<std::int64_t>(kFree));
    CHECK(rig.shmat(rig.pid, rig.id, kFree + 0x10001) == error(Errno::einval));
    CHECK(rig.nattch(rig.id) == 1);
}

TEST_CASE("L7 B5: a bad address beats a bad id, and both beat EACCES") {
    Attached rig;
    const Pid stranger = rig.spawn(2000, 200);
    CHECK(rig.shmat(rig.pid, -1) == error(Errno::einval));
    CHECK(rig.shmat(stranger, 77) == error(Errno::einval));
    CHECK(rig.shmat(stranger, rig.id) == error(Errno::eacces));
    Recorder log;
    rig.log = &log;
    CHECK(rig.shmat(stranger, 77, 1) == error(Errno::einval));
    CHECK(log.rules_among({Rule::address_unaligned, Rule::id_unknown}) == std::vector{Rule::address_unaligned});
}

TEST_CASE("L9 B5: an attach needs read and write, with SHM_RDONLY read, with SHM_EXEC execute too") {
    CallRig rig;
    const Pid owner = rig.spawn(1000), stranger = rig.spawn(2000, 200);
    const std::int64_t readable = rig.shmget(owner, 1, 100, kIpcCreat | 0604);
    CHECK(rig.shmat(stranger, readable) == error(Errno::eacces));
    CHECK(rig.shmat(stranger, readable, 0, kShmRdonly) > 0);
    const std::int64_t writable = rig.shmget(owner, 2, 100, kIpcCreat | 0200);
    CHECK(rig.shmat(owner, writable) == error(Errno::eacces));
    const std::int64_t all = rig.shmget(owner, 3, 100, kIpcCreat | 0666);
    CHECK(rig.shmat(owner, all, 0, kShmExec) == error(Errno::eacces));
    CHECK(rig.shmat(rig.spawn(0, 0), all, 0, kShmExec) > 0);
    CHECK(rig.shmat(owner, all, 0, 0666) > 0);  // bits that mean nothing here
}

TEST_CASE("L10 B5: addresses near 0") {
    Attached rig;
    const Pid root = rig.spawn(0, 0);
    CHECK(rig.shmat(root, rig.id, 1, kShmRnd | kShmRemap) == error(Errno::einval));
    CHECK(rig.shmat(root, rig.id, 0, kShmRemap) == error(Errno::einval));
    CHECK(rig.shmat(rig.pid, rig.id, 1, kShmRnd) == error(Errno::eperm));
    CHECK(rig.shmat(rig.pid, rig.id, 0x1000) == error(Errno::eperm));
    CHECK(rig.shmat(root, rig.id, 1, kShmRnd) == 0);  // page 0, and NULL is a success
    CHECK(rig.nattch(rig.id) == 1);
}

TEST_CASE("L80 B5: what is mapped is EINVAL, what lies above user space ENOMEM, what wraps EINVAL") {
    Attached rig;
    const std::int64_t at = rig.shmat(rig.pid, rig.id);
    CHECK(rig.shmat(rig.pid, rig.id, static_cast<std::uint64_t>(at) + 4096) == error(Errno::einval));
    CHECK(rig.shmat(rig.pid, rig.id, kTextBase) == error(Errno::einval));
    CHECK(rig.shmat(rig.pid, rig.id, kUserTop) == error(Errno::enomem));
    CHECK(rig.shmat(rig.pid, rig.id, ~0ull - 4095) == error(Errno::einval));
    CHECK(rig.nattch(rig.id) == 1);
}

TEST_CASE("B5: SHM_REMAP replaces only the pages the segment covers") {
    Attached rig;
    const std::int64_t one = rig.shmget(rig.pid, 0, 1, 0600);
    const std::int64_t at = rig.shmat(rig.pid, rig.id);
    CHECK(rig.shmat(rig.pid, one, static_cast<std::uint64_t>(at), kShmRemap) == at);
    CHECK(rig.nattch(one) == 1);
    CHECK(rig.nattch(rig.id) == 1);  // two of its pages are still there
    CHECK(rig.touch(rig.pid, static_cast<std::uint64_t>(at) + 4096, Access::write).kind == Kind::resolved);
}

TEST_CASE("L4 G17 C7: a write through SHM_RDONLY is SIGSEGV with SEGV_ACCERR, a read works") {
    Attached rig;
    const auto at = static_cast<std::uint64_t>(rig.shmat(rig.pid, rig.id, 0, kShmRdonly));
    CHECK(rig.touch(rig.pid, at, Access::read).kind == Kind::resolved);
    const FaultOutcome write = rig.touch(rig.pid, at, Access::write);
    CHECK(write.signal == 11);
    CHECK(write.si_code == 2);
    CHECK(rig.call(rig.pid, kMprotect, at, 4096, 3) == error(Errno::eacces));  // G28
}

TEST_CASE("L12 L13 G4: detached once, then EINVAL, and a touch is SIGSEGV") {
    Attached rig;
    const std::int64_t at = rig.shmat(rig.pid, rig.id);
    CHECK(rig.shmdt(rig.pid, at) == 0);
    CHECK(rig.nattch(rig.id) == 0);
    CHECK(rig.shmdt(rig.pid, at) == error(Errno::einval));
    CHECK(rig.touch(rig.pid, static_cast<std::uint64_t>(at), Access::write).si_code == 1);
}

TEST_CASE("L14 L15 B6: shmdt of anything but the start of an attach is EINVAL") {
    Attached rig;
    const std::int64_t at = rig.shmat(rig.pid, rig.id);
    for (std::int64_t address : {at + 1, at + 4096, std::int64_t{0}, std::int64_t{kTextBase}}) {
        CHECK(rig.shmdt(rig.pid, address) == error(Errno::einval));
    }
    CHECK(rig.nattch(rig.id) == 1);
}

TEST_CASE("G6 G7 B7: which fields an attach and a detach change") {
    Attached rig;
    const std::int64_t created = rig.kernel.now_seconds();
    rig.wait_seconds(10);
    const std::int64_t at = rig.shmat(rig.pid, rig.id);
    ShmidDs ds = rig.stat(rig.pid, rig.id);
    CHECK(ds.nattch == 1);
    CHECK(ds.atime == created + 10);
    CHECK(ds.dtime == 0);
    CHECK(ds.ctime == created);
    CHECK(ds.lpid == rig.pid.value);
    rig.wait_seconds(10);
    rig.shmdt(rig.pid, at);
    ds = rig.stat(rig.pid, rig.id);
    CHECK(ds.nattch == 0);
    CHECK(ds.atime == created + 10);
    CHECK(ds.dtime == created + 20);
    CHECK(ds.ctime == created);
}

TEST_CASE("L40 B7: fork adds an attach, made by the parent, exit and SIGKILL take it away in the dying task's name") {
    Attached rig;
    rig.shmat(rig.pid, rig.id);
    rig.wait_seconds(5);
    const Pid child = rig.fork(rig.pid);
    CHECK(rig.nattch(rig.id) == 2);
    CHECK(rig.segment(rig.id).lpid == rig.pid);
    CHECK(rig.segment(rig.id).atime == rig.kernel.now_seconds());
    rig.wait_seconds(5);
    CHECK(rig.call(child, kExitGroup, 0) == kGone);
    CHECK(rig.nattch(rig.id) == 1);
    CHECK(rig.segment(rig.id).lpid == child);
    CHECK(rig.segment(rig.id).dtime == rig.kernel.now_seconds());
    const Pid second = rig.fork(rig.pid);
    CHECK(rig.call(rig.pid, kKill, second.value, 9) == 0);
    CHECK(rig.nattch(rig.id) == 1);
    CHECK(rig.segment(rig.id).lpid == second);
}

TEST_CASE("B7: munmap of the middle splits: nattch rises, of an edge it stays, shmdt takes all fragments (G25 L11)") {
    Attached rig;
    const auto at = static_cast<std::uint64_t>(rig.shmat(rig.pid, rig.id));
    CHECK(rig.call(rig.pid, kMunmap, at + 4096, 4096) == 0);
    CHECK(rig.nattch(rig.id) == 2);
    CHECK(rig.shmdt(rig.pid, static_cast<std::int64_t>(at)) == 0);
    CHECK(rig.nattch(rig.id) == 0);

    const auto again = static_cast<std::uint64_t>(rig.shmat(rig.pid, rig.id));
    CHECK(rig.call(rig.pid, kMunmap, again, 4096) == 0);
    CHECK(rig.nattch(rig.id) == 1);
    CHECK(rig.shmdt(rig.pid, static_cast<std::int64_t>(again)) == 0);  // its first page is gone already
    CHECK(rig.nattch(rig.id) == 0);
}

TEST_CASE("B7: mprotect of a part splits in three, and shmdt still finds them all") {
    Attached rig;
    const auto at = static_cast<std::uint64_t>(rig.shmat(rig.pid, rig.id));
    CHECK(rig.call(rig.pid, kMprotect, at + 4096, 4096, 0) == 0);
    CHECK(rig.nattch(rig.id) == 3);
    CHECK(rig.call(rig.pid, kMprotect, at + 4096, 4096, 3) == 0);
    CHECK(rig.nattch(rig.id) == 3);  // areas of segments never merge
    CHECK(rig.shmdt(rig.pid, static_cast<std::int64_t>(at)) == 0);
    CHECK(rig.nattch(rig.id) == 0);
}

TEST_CASE("B6: two adjacent attaches of one segment are separate") {
    Attached rig;
    const std::int64_t high = rig.shmat(rig.pid, rig.id);
    const std::int64_t low = rig.shmat(rig.pid, rig.id);
    CHECK(low + 3 * 4096 == high);
    CHECK(rig.shmdt(rig.pid, low) == 0);
    CHECK(rig.nattch(rig.id) == 1);
    CHECK(rig.shmdt(rig.pid, high) == 0);
}

TEST_CASE("G3 L78: data outlive the last detach, and two attaches show one memory") {
    Attached rig;
    const auto first = static_cast<std::uint64_t>(rig.shmat(rig.pid, rig.id));
    rig.put<std::uint32_t>(rig.pid, first + 8, 42);
    rig.shmdt(rig.pid, static_cast<std::int64_t>(first));
    const auto a = static_cast<std::uint64_t>(rig.shmat(rig.pid, rig.id));
    const auto b = static_cast<std::uint64_t>(rig.shmat(rig.pid, rig.id));
    CHECK(rig.get<std::uint32_t>(rig.pid, a + 8) == 42);
    rig.put<std::uint32_t>(rig.pid, a + 8192, 7);
    CHECK(rig.get<std::uint32_t>(rig.pid, b + 8192) == 7);
}

TEST_CASE("shmat touches the segment and the area but no page-table entry") {
    Attached rig;
    Recorder log;
    rig.log = &log;
    rig.shmat(rig.pid, rig.id);
    CHECK(log.rules() == std::vector{Rule::syscall_enter, Rule::id_found, Rule::permission_granted,
                                     Rule::address_chosen, Rule::segment_attach, Rule::area_open,
                                     Rule::syscall_return});
}
