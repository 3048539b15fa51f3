// Locks of files: fcntl's of processes and open files, and flock's.
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

constexpr std::uint32_t kOpen = 2, kFcntl = 72, kFlockCall = 73;
constexpr int kGet = 5, kSet = 6, kSetWait = 7, kSetOpenFile = 37;
constexpr std::int16_t kReadLock = 0, kWriteLock = 1, kUnlock = 2;

struct Flock {
    std::int16_t type = 0, whence = 0;
    std::int32_t pad = 0;
    std::int64_t start = 0, length = 0;
    std::int32_t pid = 0, pad2 = 0;
};

struct LockRig : CallRig {
    Pid first = spawn();
    int fd = open(first);
    Pid second = fork(first);

    int open(Pid pid) {
        const std::string path = "/tmp/file";
        for (std::size_t i = 0; i <= path.size(); ++i) put(pid, buffer(100 + i), path.c_str()[i]);
        const std::int64_t opened = call(pid, kOpen, buffer(100), 0102, 0600);
        REQUIRE(opened >= 0);
        return static_cast<int>(opened);
    }
    std::int64_t lock(Pid pid, int command, std::int16_t type, std::int64_t start, std::int64_t length) {
        Flock wanted;
        wanted.type = type;
        wanted.start = start;
        wanted.length = length;
        put(pid, buffer(), wanted);
        return call(pid, kFcntl, fd, command, buffer());
    }
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges() const {
        std::vector<std::pair<std::uint64_t, std::uint64_t>> all;
        for (const FileLock& one : kernel.locks.all()) all.emplace_back(one.start, one.end);
        return all;
    }
};

using Ranges = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

}  // namespace

TEST_CASE("Ranges of one owner split and join") {
    LockRig rig;
    CHECK(rig.lock(rig.first, kSet, kWriteLock, 0, 100) == 0);
    CHECK(rig.lock(rig.first, kSet, kReadLock, 40, 20) == 0);
    CHECK(rig.ranges() == Ranges{{0, 39}, {40, 59}, {60, 99}});
    CHECK(rig.lock(rig.first, kSet, kUnlock, 10, 5) == 0);
    CHECK(rig.ranges() == Ranges{{0, 9}, {15, 39}, {40, 59}, {60, 99}});
    CHECK(rig.lock(rig.first, kSet, kWriteLock, 10, 60) == 0);
    CHECK(rig.ranges() == Ranges{{0, 99}});
    CHECK(rig.lock(rig.first, kSet, kWriteLock, 100, 0) == 0);
    CHECK(rig.ranges() == Ranges{{0, kLastByte}});
}

TEST_CASE("F_GETLK tells the first lock in the way and F_SETLK refuses") {
    LockRig rig;
    CHECK(rig.lock(rig.first, kSet, kReadLock, 10, 10) == 0);
    CHECK(rig.lock(rig.second, kSet, kReadLock, 0, 0) == 0);
    CHECK(rig.lock(rig.second, kSet, kWriteLock, 15, 1) == error(Errno::eagain));
    CHECK(rig.lock(rig.second, kGet, kWriteLock, 0, 0) == 0);
    const auto told = rig.get<Flock>(rig.second, rig.buffer());
    CHECK(told.type == kReadLock);
    CHECK(told.pid == rig.first.value);
    CHECK(told.start == 10);
    CHECK(told.length == 10);
}

TEST_CASE("Who waits for a lock is woken when its holder closes any descriptor of the file") {
    LockRig rig;
    const int other = rig.open(rig.first);
    CHECK(rig.lock(rig.first, kSet, kWriteLock, 0, 0) == 0);
    CHECK(rig.lock(rig.second, kSetWait, kWriteLock, 5, 1) == kBlocked);
    CHECK(rig.call(rig.first, kClose, other) == 0);
    CHECK(rig.resume(rig.second) == 0);
}

TEST_CASE("Two that wait for each other: EDEADLK for the one that closes the circle") {
    LockRig rig;
    CHECK(rig.lock(rig.first, kSet, kWriteLock, 0, 1) == 0);
    CHECK(rig.lock(rig.second, kSet, kWriteLock, 1, 1) == 0);
    CHECK(rig.lock(rig.first, kSetWait, kWriteLock, 1, 1) == kBlocked);
    CHECK(rig.lock(rig.second, kSetWait, kWriteLock, 0, 1) == error(Errno::edeadlk));
}

TEST_CASE("A child inherits no record lock but shares those of its open files") {
    LockRig rig;
    CHECK(rig.lock(rig.first, kSetOpenFile, kWriteLock, 0, 1) == 0);
    CHECK(rig.lock(rig.second, kSetOpenFile, kWriteLock, 0, 1) == 0);  // the same open file
    CHECK(rig.lock(rig.second, kSet, kWriteLock, 0, 1) == error(Errno::eagain));
    CHECK(rig.call(rig.first, kFlockCall, rig.fd, 2) == 0);
    CHECK(rig.call(rig.second, kFlockCall, rig.fd, 8) == 0);
    CHECK(rig.kernel.locks.all().size() == 1);
}

TEST_CASE("A flock that cannot be converted is lost") {
    LockRig rig;
    const int other = rig.open(rig.second);
    CHECK(rig.call(rig.first, kFlockCall, rig.fd, 1) == 0);
    CHECK(rig.call(rig.second, kFlockCall, other, 1) == 0);
    CHECK(rig.call(rig.first, kFlockCall, rig.fd, 2 | 4) == error(Errno::eagain));
    CHECK(rig.kernel.locks.all().size() == 1);
    CHECK(rig.call(rig.second, kFlockCall, other, 2 | 4) == 0);
}

TEST_CASE("Locks end with their owner") {
    LockRig rig;
    rig.lock(rig.second, kSet, kWriteLock, 0, 0);
    rig.call(rig.second, kFlockCall, rig.open(rig.second), 2);
    CHECK(rig.kernel.locks.all().size() == 2);
    CHECK(rig.call(rig.second, kExitGroup, 0) == kGone);
    CHECK(rig.kernel.locks.all().empty());
}
