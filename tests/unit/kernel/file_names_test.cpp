// Names of files: walking, rights, working directories.
#include "tests/unit/kernel/file_rig.h"

using namespace call_test;

TEST_CASE("every machine has its fixed directories and devices") {
    FileRig rig;
    const Pid pid = rig.spawn(0, 0);
    for (const char* path : {"/", "/dev/shm", "/tmp", "/home", "/etc", "/proc", "/usr/bin", "/dev/null"}) {
        CAPTURE(path);
        CHECK(rig.open(pid, path, kOpenReadOnly) >= 0);
    }
    CHECK(rig.open(pid, "/absent", kOpenReadOnly) == error(Errno::enoent));
    CHECK(rig.broken().empty());
}

TEST_CASE("the search bit of each directory on the way is asked for") {
    FileRig rig;
    const Pid owner = rig.spawn(1000), other = rig.spawn(1001, 101), root = rig.spawn(0);
    rig.by_path(owner, kMkdir, "/tmp/closed", 0700);
    rig.open(owner, "/tmp/closed/f", kNewFile, 0666);
    CHECK(rig.open(other, "/tmp/closed/f", kOpenReadOnly) == error(Errno::eacces));
    CHECK(rig.open(other, "/tmp/closed/absent", kOpenReadOnly) == error(Errno::eacces));
    CHECK(rig.open(root, "/tmp/closed/f", kOpenReadOnly) >= 0);
    rig.by_path(owner, kChmod, "/tmp/closed", 0701);
    CHECK(rig.open(other, "/tmp/closed/f", kOpenReadOnly) >= 0);
    CHECK(rig.open(other, "/tmp/closed", kOpenReadOnly) == error(Errno::eacces));
    CHECK(rig.open(other, "/tmp/closed/g", kNewFile) == error(Errno::eacces));
}

TEST_CASE("in a sticky directory only owners remove names") {
    FileRig rig;
    const Pid owner = rig.spawn(1000), other = rig.spawn(1001), root = rig.spawn(0);
    rig.open(owner, "/dev/shm/object", kNewFile, 0666);
    CHECK(rig.by_path(other, kUnlink, "/dev/shm/object") == error(Errno::eperm));
    CHECK(rig.by_paths(other, kRename, "/dev/shm/object", "/dev/shm/mine") == error(Errno::eperm));
    CHECK(rig.by_path(root, kUnlink, "/dev/shm/object") == 0);
}

TEST_CASE("a working directory is kept while somebody is in it") {
    FileRig rig;
    const Pid pid = rig.spawn();
    rig.by_path(pid, kMkdir, "/tmp/here", 0700);
    CHECK(rig.by_path(pid, kChdir, "/tmp/here") == 0);
    const Pid child = rig.fork(pid);
    CHECK(rig.open(child, "f", kNewFile) == 0);
    CHECK(rig.by_path(child, kUnlink, "/tmp/here/f") == 0);
    CHECK(rig.by_path(pid, kRmdir, "/tmp/here") == 0);
    CHECK(rig.call(pid, kGetcwd, rig.buffer(), 100) == error(Errno::enoent));
    CHECK(rig.open(child, "g", kNewFile) == error(Errno::enoent));
    CHECK(rig.by_path(pid, kChdir, "..") == 0);
    CHECK(rig.call(pid, kGetcwd, rig.buffer(), 100) == 5);
    CHECK(rig.broken().empty());
    rig.call(child, kExitGroup, 0);
    CHECK(rig.broken().empty());
}

TEST_CASE("a directory cannot be moved into itself and keeps its parent") {
    FileRig rig;
    const Pid pid = rig.spawn();
    rig.by_path(pid, kMkdir, "/tmp/a", 0700);
    rig.by_path(pid, kMkdir, "/tmp/a/b", 0700);
    rig.by_path(pid, kMkdir, "/tmp/c", 0700);
    CHECK(rig.by_paths(pid, kRename, "/tmp/a", "/tmp/a/b/d") == error(Errno::einval));
    CHECK(rig.by_paths(pid, kRename, "/tmp/a/b", "/tmp/c/b") == 0);
    CHECK(rig.by_path(pid, kChdir, "/tmp/c/b") == 0);
    CHECK(rig.call(pid, kGetcwd, rig.buffer(), 100) == 9);
    CHECK(rig.by_path(pid, kRmdir, "../../a") == 0);
    CHECK(rig.by_paths(pid, kLink, "/tmp/c", "/tmp/e") == error(Errno::eperm));
    CHECK(rig.broken().empty());
}

TEST_CASE("an inode number is never used again") {
    FileRig rig;
    const Pid pid = rig.spawn();
    const std::int64_t first = rig.open(pid, "/tmp/f", kNewFile);
    const InodeId inode = rig.inode_of(pid, first);
    rig.by_path(pid, kUnlink, "/tmp/f");
    rig.call(pid, kClose, first);
    const std::int64_t second = rig.open(pid, "/tmp/f", kNewFile);
    CHECK(rig.inode_of(pid, second) != inode);
}

TEST_CASE("the umask is the process's and the child's") {
    FileRig rig;
    const Pid pid = rig.spawn();
    CHECK(rig.call(pid, kUmask, 077) == 022);
    const Pid child = rig.fork(pid);
    const std::int64_t fd = rig.open(child, "/tmp/f", kNewFile, 0666);
    CHECK(rig.kernel.tree[rig.inode_of(child, fd)].mode == 0600);
}
