// Files by their calls: contents, positions, sizes, what runs out.
#include "sim/kernel/fs/file_pages.h"
#include "tests/unit/kernel/file_rig.h"

using namespace call_test;

TEST_CASE("what is written is read back, by whoever opens the name") {
    FileRig rig;
    const Pid writer = rig.spawn(), reader = rig.spawn();
    const std::int64_t fd = rig.open(writer, "/tmp/note", kNewFile, 0644);
    REQUIRE(fd == 0);
    CHECK(rig.write(writer, fd, "hello") == 5);
    CHECK(rig.read(writer, fd) == "");
    CHECK(rig.call(writer, kLseek, fd, 1, 0) == 1);
    CHECK(rig.read(writer, fd) == "ello");
    const std::int64_t other = rig.open(reader, "/tmp/note", kOpenReadOnly);
    CHECK(rig.read(reader, other, 2) == "he");
    CHECK(rig.read(reader, other) == "llo");
    CHECK(rig.write(reader, other, "x") == error(Errno::ebadf));
    CHECK(rig.broken().empty());
}

TEST_CASE("a page gets its frame at the first write and holes read as zeroes") {
    FileRig rig;
    const Pid pid = rig.spawn();
    const std::int64_t fd = rig.open(pid, "/tmp/hole", kNewFile);
    CHECK(rig.call(pid, kFtruncate, fd, 100 * kPageSize) == 0);
    rig.text(pid, "warm", 2 * kPageSize);
    const std::uint32_t before = rig.kernel.memory.frames.free_count();
    CHECK(rig.read(pid, fd, 4) == std::string(4, '\0'));
    CHECK(rig.kernel.memory.frames.free_count() == before);
    CHECK(rig.call(pid, kLseek, fd, 50 * kPageSize, 0) > 0);
    CHECK(rig.write(pid, fd, "x") == 1);
    CHECK(rig.kernel.memory.frames.free_count() == before - 1);
    const Inode& inode = rig.kernel.tree[rig.inode_of(pid, fd)];
    CHECK(inode.size == 100 * kPageSize);
    CHECK(rig.kernel.memory.objects[inode.object].resident() == 1);
}

TEST_CASE("dup and fork share the position and the last descriptor closes the file") {
    FileRig rig;
    const Pid parent = rig.spawn();
    const std::int64_t fd = rig.open(parent, "/tmp/shared", kNewFile);
    rig.write(parent, fd, "0123456789");
    rig.call(parent, kLseek, fd, 0, 0);
    const std::int64_t copy = rig.call(parent, kDup, fd);
    const Pid child = rig.fork(parent);
    CHECK(rig.read(parent, fd, 1) == "0");
    CHECK(rig.read(child, copy, 1) == "1");
    CHECK(rig.read(parent, copy, 1) == "2");
    const InodeId inode = rig.inode_of(parent, fd);
    CHECK(rig.by_path(parent, kUnlink, "/tmp/shared") == 0);
    rig.call(parent, kClose, fd);
    rig.call(parent, kClose, copy);
    CHECK(rig.kernel.tree.find(inode) != nullptr);
    CHECK(rig.broken().empty());
    CHECK(rig.call(child, kExitGroup, 0) == kGone);
    CHECK(rig.kernel.tree.find(inode) == nullptr);
    CHECK(rig.broken().empty());
}

TEST_CASE("a full memory is ENOSPC for write and what was written stays") {
    KernelConfig small;
    small.frames = 64;
    FileRig rig(small);
    const Pid pid = rig.spawn();
    const std::int64_t fd = rig.open(pid, "/tmp/large", kNewFile);
    rig.text(pid, std::string(kPageSize - 1, 'x'));
    std::int64_t written = 0;
    std::uint64_t pages = 0;
    while ((written = rig.call(pid, kWrite, fd, rig.buffer(), kPageSize)) == static_cast<std::int64_t>(kPageSize)) {
        REQUIRE(++pages < 64);
    }
    CHECK(written == error(Errno::enospc));
    CHECK(rig.kernel.tasks[pid].alive());
    CHECK(rig.kernel.tree[rig.inode_of(pid, fd)].size == pages * kPageSize);
    CHECK(rig.call(pid, kFallocate, fd, 0, 0, 1000 * kPageSize) == error(Errno::enospc));
    CHECK(rig.kernel.tree[rig.inode_of(pid, fd)].size == pages * kPageSize);
    CHECK(rig.broken().empty());
    CHECK(rig.call(pid, kFtruncate, fd, 0) == 0);
    CHECK(rig.write(pid, fd, "fits again") == 10);
}

TEST_CASE("limits are told: descriptors and inodes and the size of a file") {
    FileRig rig;
    const Pid pid = rig.spawn();
    const std::int64_t fd = rig.open(pid, "/tmp/f", kNewFile);
    CHECK(rig.call(pid, kFtruncate, fd, kMaxFileBytes) == 0);
    CHECK(rig.call(pid, kFtruncate, fd, kMaxFileBytes + 1) == error(Errno::efbig));
    CHECK(rig.call(pid, kLseek, fd, kMaxFileBytes, 0) > 0);
    CHECK(rig.write(pid, fd, "x") == error(Errno::efbig));
    rig.kernel.tasks.write(pid).limits.files = 3;
    CHECK(rig.open(pid, "/tmp/f", 0) == 1);
    CHECK(rig.call(pid, kDup, fd) == 2);
    CHECK(rig.open(pid, "/tmp/absent", 0) == error(Errno::emfile));
    CHECK(rig.call(pid, kDup, fd) == error(Errno::emfile));
    rig.kernel.tasks.write(pid).limits.files = 1024;
    std::int64_t result = 0;
    for (std::size_t i = 0; i < kMaxInodes && result >= 0; ++i) {
        result = rig.by_path(pid, kMkdir, "/tmp/d" + std::to_string(i), 0700);
    }
    CHECK(result == error(Errno::enospc));
    CHECK(rig.broken().empty());
}

TEST_CASE("events tell what became of a file in order") {
    FileRig rig;
    Recorder log;
    const Pid pid = rig.spawn();
    rig.log = &log;
    const std::int64_t fd = rig.open(pid, "/tmp/told", kNewFile);
    rig.write(pid, fd, "abc");
    rig.by_path(pid, kUnlink, "/tmp/told");
    rig.call(pid, kClose, fd);
    const std::vector<Rule> expected{Rule::inode_create, Rule::file_open,  Rule::object_create, Rule::inode_resize,
                                     Rule::inode_unlink, Rule::file_close, Rule::inode_free,    Rule::object_destroy};
    CHECK(log.rules_among({Rule::inode_create, Rule::file_open, Rule::object_create, Rule::inode_resize,
                           Rule::inode_unlink, Rule::file_close, Rule::inode_free, Rule::object_destroy}) == expected);
    for (const report::Event& event : log.events) {
        if (event.rule == Rule::inode_create) CHECK(event.text == "/tmp/told");
    }
}

TEST_CASE("a copy of the kernel keeps its files") {
    FileRig rig;
    const Pid pid = rig.spawn();
    const std::int64_t fd = rig.open(pid, "/tmp/f", kNewFile);
    rig.write(pid, fd, "before");
    const Kernel snapshot = rig.kernel;
    CHECK(snapshot.tree.hash() == rig.kernel.tree.hash());
    rig.call(pid, kFtruncate, fd, 2);
    rig.by_path(pid, kUnlink, "/tmp/f");
    CHECK(snapshot.tree.hash() != rig.kernel.tree.hash());
    CHECK(snapshot.tree[rig.inode_of(pid, fd)].size == 6);
    CHECK(snapshot.tree[rig.inode_of(pid, fd)].links == 1);
}
