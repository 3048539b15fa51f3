// mmap(2) and its family, as programs call them. Errors in Linux's order.
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

constexpr std::uint32_t kOpenCall = 2, kMmap = 9, kMremap = 25, kMsync = 26, kMincore = 27, kMadvise = 28,
                        kFtruncate = 77, kUnlink = 87, kMlock = 149, kMunlock = 150, kMlockall = 151;
constexpr int kNone = 0, kR = 1, kRw = 3;
constexpr int kShared = 1, kPrivate = 2, kFixed = 0x10, kAnonymous = 0x20, kLocked = 0x2000, kPopulate = 0x8000,
              kNoreplace = 0x100000;
constexpr std::uint64_t kPage = kPageSize;

struct Rig : CallRig {
    explicit Rig(KernelConfig config = small(), std::uint32_t uid = 1000) : CallRig(config), pid(spawn(uid)) {}

    std::int64_t mmap(std::uint64_t address, std::uint64_t bytes, int protection, int flags, int fd = -1,
                      std::uint64_t offset = 0) {
        return call(pid, kMmap, address, bytes, protection, flags, fd, offset);
    }
    std::uint64_t anonymous(std::uint64_t pages, int flags = kPrivate) {
        const std::int64_t at = mmap(0, pages * kPage, kRw, flags | kAnonymous);
        REQUIRE(at > 0);
        return static_cast<std::uint64_t>(at);
    }
    int new_file(const char* path, std::uint64_t bytes, int flags = 0102) {
        for (std::size_t i = 0; i <= std::string(path).size(); ++i) put(pid, buffer(64 + i), path[i]);
        const std::int64_t fd = call(pid, kOpenCall, buffer(64), flags, 0600);
        REQUIRE(fd >= 0);
        if ((flags & 2) != 0) REQUIRE(call(pid, kFtruncate, fd, bytes) == 0);
        return static_cast<int>(fd);
    }
    const AddressSpace& space() const { return kernel.memory.spaces[kernel.tasks[pid].mm]; }
    const Area& area(std::uint64_t address) const { return *space().find_area(VirtAddr{address}); }
    std::uint64_t free_frames() const { return kernel.memory.frames.free_count(); }

    Pid pid;
};

}  // namespace

TEST_CASE("mmap refuses in the order of Linux") {
    Rig rig;
    CHECK(rig.mmap(0, 0, kR, 0, 77, 1) == error(Errno::einval));              // the offset first
    CHECK(rig.mmap(0, 0, kR, 0, 77) == error(Errno::ebadf));                  // then the descriptor
    CHECK(rig.mmap(0, 0, kR, kAnonymous) == error(Errno::einval));            // then no length
    CHECK(rig.mmap(0, ~0ull - 100, kR, kAnonymous) == error(Errno::enomem));  // it overflows
    CHECK(rig.mmap(0, 1ull << 62, kR, kAnonymous) == error(Errno::enomem));   // nowhere to put it
    CHECK(rig.mmap(0x10001, kPage, kR, kAnonymous | kFixed) == error(Errno::einval));
    CHECK(rig.mmap(1ull << 62, kPage, kR, kAnonymous | kFixed) == error(Errno::enomem));
    CHECK(rig.mmap(0x1000, kPage, kR, kAnonymous | kFixed) == error(Errno::eperm));
    CHECK(rig.mmap(rig.buffer(), kPage, kR, kAnonymous | kNoreplace) == error(Errno::eexist));
    CHECK(rig.mmap(0, kPage, kR, kAnonymous) == error(Errno::einval));  // neither shared nor private, last
    CHECK(rig.mmap(0, kPage, kR, 3 | kAnonymous) == error(Errno::einval));
    CHECK(rig.mmap(0, kPage, kR, 0, rig.new_file("/dev/shm/a", kPage)) == error(Errno::einval));
}

TEST_CASE("hints are followed where there is room, below the least address they are raised") {
    Rig rig;
    CHECK(rig.mmap(0x20000123, kPage, kRw, kPrivate | kAnonymous) == 0x20000000);
    CHECK(rig.mmap(0x20000000, kPage, kRw, kPrivate | kAnonymous) == static_cast<std::int64_t>(kMmapTop - kPage));
    CHECK(rig.mmap(0x1000, kPage, kRw, kPrivate | kAnonymous) == static_cast<std::int64_t>(kMmapMinAddr));
    CHECK(rig.mmap(0x30000000, kPage, kRw, kPrivate | kAnonymous | kNoreplace) == 0x30000000);
}

TEST_CASE("private anonymous memory is the process's own, shared is its children's too") {
    Rig rig;
    const std::uint64_t own = rig.anonymous(1);
    const std::uint64_t shared = rig.anonymous(1, kShared);
    rig.put(rig.pid, own, 1);
    const Pid child = rig.fork(rig.pid);
    rig.put(child, own, 2);
    rig.put(child, shared, 3);
    CHECK(rig.get<int>(rig.pid, own) == 1);
    CHECK(rig.get<int>(rig.pid, shared) == 3);
    CHECK(rig.area(shared).kind == report::AreaKind::object);
}

TEST_CASE("shared anonymous memory goes with the last area that maps it") {
    Rig rig;
    const std::uint64_t at = rig.anonymous(4, kShared);
    const ObjectId object = rig.area(at).object;
    rig.put(rig.pid, at, 1);
    const Pid child = rig.fork(rig.pid);
    CHECK(rig.kernel.memory.objects[object].mappings == 2);
    CHECK(rig.call(rig.pid, kMunmap, at, 4 * kPage) == 0);
    CHECK(rig.get<int>(child, at) == 1);
    rig.call(child, kExitGroup, 0);
    CHECK(!rig.kernel.memory.objects.contains(object));
}

TEST_CASE("a file is mapped with the rights of its descriptor") {
    Rig rig;
    const int both = rig.new_file("/dev/shm/a", 2 * kPage);
    const int reader = rig.new_file("/dev/shm/a", 0, 0);
    const int writer = rig.new_file("/dev/shm/a", 2 * kPage, 1);
    const int folder = rig.new_file("/dev/shm", 0, 0);
    CHECK(rig.mmap(0, kPage, kRw, kShared, reader) == error(Errno::eacces));
    CHECK(rig.mmap(0, kPage, kRw, kPrivate, reader) > 0);
    CHECK(rig.mmap(0, kPage, kR, kShared, writer) == error(Errno::eacces));
    CHECK(rig.mmap(0, kPage, kR, kPrivate, folder) == error(Errno::enodev));
    const std::int64_t at = rig.mmap(0, kPage, kR, kShared, reader);
    REQUIRE(at > 0);
    CHECK(rig.call(rig.pid, kMprotect, at, kPage, kRw) == error(Errno::eacces));
    CHECK(rig.mmap(0, kPage, kRw, kShared, both, ~kPageMask) == error(Errno::eoverflow));
}

TEST_CASE("a shared mapping shows the file, a private one a copy of what it wrote") {
    Rig rig;
    const int fd = rig.new_file("/dev/shm/a", 2 * kPage);
    const auto shared = static_cast<std::uint64_t>(rig.mmap(0, 2 * kPage, kRw, kShared, fd));
    const auto own = static_cast<std::uint64_t>(rig.mmap(0, 2 * kPage, kRw, kPrivate, fd));
    rig.put(rig.pid, shared, 1);
    CHECK(rig.get<int>(rig.pid, own) == 1);
    rig.put(rig.pid, own, 2);
    rig.put(rig.pid, shared, 3);
    CHECK(rig.get<int>(rig.pid, own) == 2);
    CHECK(rig.get<int>(rig.pid, shared) == 3);
    const auto second = static_cast<std::uint64_t>(rig.mmap(0, kPage, kR, kShared, fd, kPage));
    rig.put(rig.pid, shared + kPage, 4);
    CHECK(rig.get<int>(rig.pid, second) == 4);
    CHECK(rig.touch(rig.pid, static_cast<std::uint64_t>(rig.mmap(0, 3 * kPage, kRw, kShared, fd)) + 2 * kPage,
                    hw::Access::read)
              .signal == kSigbus);
}

TEST_CASE("a file lives as long as a mapping shows it") {
    Rig rig;
    const int fd = rig.new_file("/dev/shm/a", kPage);
    const auto at = static_cast<std::uint64_t>(rig.mmap(0, kPage, kRw, kShared, fd));
    rig.put(rig.pid, at, 7);
    const InodeId inode = rig.area(at).inode;
    CHECK(rig.kernel.tree[inode].mappings == 1);
    CHECK(rig.call(rig.pid, kClose, fd) == 0);
    CHECK(rig.call(rig.pid, kUnlink, rig.buffer(64)) == 0);
    const Pid child = rig.fork(rig.pid);
    CHECK(rig.kernel.tree[inode].mappings == 2);
    CHECK(rig.call(rig.pid, kMunmap, at, kPage) == 0);
    CHECK(rig.get<int>(child, at) == 7);
    rig.call(child, kExitGroup, 0);
    CHECK(rig.kernel.tree.find(inode) == nullptr);
}

TEST_CASE("fault-around: 256 pages read in order cost 16 faults where the segment costs 256") {
    Rig rig;
    const std::uint64_t at = rig.anonymous(256, kShared);
    for (std::uint64_t page = 0; page < 256; ++page) rig.put(rig.pid, at + page * kPage, 1);
    CHECK(rig.call(rig.pid, kMadvise, at, 256 * kPage, 4) == 0);  // MADV_DONTNEED: the pages stay, the entries go
    const std::uint64_t before = rig.space().minor_faults;
    for (std::uint64_t page = 0; page < 256; ++page) CHECK(rig.get<int>(rig.pid, at + page * kPage) == 1);
    const std::uint64_t windows = 16 + (at / kPage % 16 != 0);
    CHECK(rig.space().minor_faults == before + windows);
}

TEST_CASE("MAP_POPULATE and MAP_LOCKED bring the pages in") {
    Rig rig;
    const std::uint64_t lazy = rig.anonymous(4);
    const std::uint64_t eager = rig.anonymous(4, kPrivate | kPopulate);
    const std::uint64_t locked = rig.anonymous(4, kPrivate | kLocked);
    REQUIRE(rig.call(rig.pid, kMincore, lazy - 8 * kPage, 12 * kPage, rig.buffer()) == 0);
    for (std::uint64_t page = 0; page < 12; ++page) {
        const bool in_memory = page < 8;  // mapped downwards: locked, eager, lazy
        CHECK(rig.get<std::uint8_t>(rig.pid, rig.buffer(page)) == in_memory);
    }
    CHECK(eager == locked + 4 * kPage);
    CHECK(rig.area(locked).flags.locked);
}

TEST_CASE("mprotect protects what precedes a hole") {
    Rig rig;
    const std::uint64_t at = rig.anonymous(3);
    CHECK(rig.call(rig.pid, kMunmap, at + kPage, kPage) == 0);
    CHECK(rig.call(rig.pid, kMprotect, at, 3 * kPage, kR) == error(Errno::enomem));
    CHECK(!rig.area(at).perms.write);
    CHECK(rig.area(at + 2 * kPage).perms.write);
    CHECK(rig.call(rig.pid, kMprotect, at + 1, kPage, kR) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMprotect, at, kPage, 0x100) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMprotect, at, 0, 0x100) == 0);
}

TEST_CASE("madvise: what is not wanted is zero again, what is not to be inherited is not there") {
    Rig rig;
    const std::uint64_t at = rig.anonymous(2);
    rig.put(rig.pid, at, 1);
    CHECK(rig.call(rig.pid, kMadvise, at, 2 * kPage, 4) == 0);
    CHECK(rig.get<int>(rig.pid, at) == 0);
    CHECK(rig.call(rig.pid, kMadvise, at, kPage, 10) == 0);  // MADV_DONTFORK
    rig.put(rig.pid, at + kPage, 2);
    const Pid child = rig.fork(rig.pid);
    CHECK(rig.touch(child, at, hw::Access::read).signal == kSigsegv);
    CHECK(rig.get<int>(child, at + kPage) == 2);
    CHECK(rig.call(rig.pid, kMadvise, at, kPage, 77) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMadvise, at + 1, kPage, 4) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMadvise, at - kPage, 2 * kPage, 4) == error(Errno::enomem));
}

TEST_CASE("msync and mincore refuse what is not mapped") {
    Rig rig;
    const std::uint64_t at = rig.anonymous(1);
    CHECK(rig.call(rig.pid, kMsync, at, kPage, 4) == 0);
    CHECK(rig.call(rig.pid, kMsync, at, kPage, 5) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMsync, at, kPage, 8) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMsync, at + 1, kPage, 4) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMsync, at - kPage, 2 * kPage, 4) == error(Errno::enomem));
    CHECK(rig.call(rig.pid, kMincore, at - kPage, kPage, rig.buffer()) == error(Errno::enomem));
    CHECK(rig.call(rig.pid, kMincore, at, kPage, 8) == error(Errno::efault));
}

TEST_CASE("mremap grows, shrinks and moves with what the pages hold") {
    Rig rig;
    rig.anonymous(1, kShared);
    const std::uint64_t at = rig.anonymous(2);
    rig.put(rig.pid, at + kPage, 5);
    CHECK(rig.call(rig.pid, kMremap, at, 2 * kPage, 4 * kPage, 0) == error(Errno::enomem));  // something lies there
    const std::int64_t moved = rig.call(rig.pid, kMremap, at, 2 * kPage, 4 * kPage, 1);
    REQUIRE(moved > 0);
    const auto there = static_cast<std::uint64_t>(moved);
    CHECK(rig.get<int>(rig.pid, there + kPage) == 5);
    CHECK(rig.touch(rig.pid, at + kPage, hw::Access::read).signal == kSigsegv);
    CHECK(rig.call(rig.pid, kMremap, there, 4 * kPage, kPage, 0) == moved);
    CHECK(rig.call(rig.pid, kMremap, there, kPage, 2 * kPage, 0) == moved);
    CHECK(rig.call(rig.pid, kMremap, there, 2 * kPage, kPage, 3, 0x20000000) == 0x20000000);
    CHECK(rig.call(rig.pid, kMremap, there, kPage, kPage, 0) == error(Errno::efault));
    CHECK(rig.call(rig.pid, kMremap, 0x20000000, kPage, 0, 0) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMremap, 0x20000000, 0, kPage, 1) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMremap, 0x20000000, kPage, kPage, 2, 0x30000000) == error(Errno::einval));
}

TEST_CASE("an attach that is moved counts once") {
    Rig rig;
    rig.anonymous(1);
    const std::int64_t id = rig.shmget(rig.pid, 0, 2 * kPage, 0600);
    const std::int64_t at = rig.shmat(rig.pid, id);
    const std::int64_t moved = rig.call(rig.pid, kMremap, at, 2 * kPage, 3 * kPage, 1);
    CHECK(moved != at);
    CHECK(rig.nattch(id) == 1);
    CHECK(rig.touch(rig.pid, static_cast<std::uint64_t>(moved) + 2 * kPage, hw::Access::read).signal == kSigbus);
    CHECK(rig.shmdt(rig.pid, at) == error(Errno::einval));
    CHECK(rig.shmdt(rig.pid, moved) == 0);
}

TEST_CASE("mlock asks the limit of an ordinary user") {
    Rig rig;
    const std::uint64_t at = rig.anonymous(8);
    rig.kernel.tasks.write(rig.pid).limits.memlock = 4 * kPage;
    CHECK(rig.call(rig.pid, kMlock, at, 5 * kPage) == error(Errno::enomem));
    CHECK(rig.call(rig.pid, kMlock, at + 1, 3 * kPage) == 0);  // four pages
    CHECK(rig.call(rig.pid, kMlock, at, 4 * kPage) == 0);      // the same again
    CHECK(rig.space().locked_pages() == 4);
    CHECK(rig.mmap(0, kPage, kRw, kPrivate | kAnonymous | kLocked) == error(Errno::eagain));
    CHECK(rig.call(rig.pid, kMlockall, 1) == error(Errno::enomem));
    CHECK(rig.call(rig.pid, kMlockall, 0) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kMunlock, at, 4 * kPage) == 0);
    CHECK(rig.call(rig.pid, kMlock, at - kPage, 2 * kPage) == error(Errno::enomem));
    rig.kernel.tasks.write(rig.pid).limits.memlock = 0;
    CHECK(rig.call(rig.pid, kMlock, at, kPage) == error(Errno::eperm));
    CHECK(rig.mmap(0, kPage, kRw, kPrivate | kAnonymous | kLocked) == error(Errno::eperm));
}
