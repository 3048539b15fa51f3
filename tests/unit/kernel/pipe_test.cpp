// Pipes, FIFOs, pairs of sockets, poll and select.
#include <array>
#include <string>

#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

constexpr std::uint32_t kPoll = 7, kPipe = 22, kSocketpairCall = 53, kFcntl = 72, kMknod = 133, kPipe2 = 293, kOpen = 2;
constexpr int kNonblock = 04000, kDirect = 040000;

struct PipeRig : CallRig {
    Pid pid = spawn();
    int reader = -1, writer = -1;

    // Buffers of many pages: the program's own are few.
    static constexpr std::uint64_t kLarge = 100'000;
    std::uint64_t large = 0;

    PipeRig() {
        const std::int64_t segment = shmget(pid, 0, kLarge, 0600);
        large = static_cast<std::uint64_t>(shmat(pid, segment));
    }
    void make(int flags = 0) {
        REQUIRE(call(pid, kPipe2, buffer(), flags) == 0);
        const auto fds = get<std::array<std::int32_t, 2>>(pid, buffer());
        reader = fds[0];
        writer = fds[1];
    }
    std::int64_t write(std::uint64_t count) { return call(pid, kWrite, writer, large, count); }
    std::int64_t read(std::uint64_t count) { return call(pid, kRead, reader, large, count); }
    const Pipe& pipe() const { return kernel.pipes[PipeId{0}]; }
};

}  // namespace

TEST_CASE("A pipe has sixteen slots: small writes share the last one while they fit") {
    PipeRig rig;
    rig.make(kNonblock);
    CHECK(rig.write(3000) == 3000);
    CHECK(rig.write(1096) == 1096);  // exactly a page
    CHECK(rig.pipe().slots.size() == 1);
    CHECK(rig.write(1) == 1);
    CHECK(rig.pipe().slots.size() == 2);
    for (int i = 0; i < 14; ++i) CHECK(rig.write(4096) == 4096);
    CHECK(rig.write(4000) == error(Errno::eagain));  // full with far fewer than 65536 bytes
    CHECK(rig.pipe().bytes() == 4097 + 14 * 4096);
    CHECK(rig.read(4096) == 4096);
    CHECK(rig.write(4000) == 4000);
}

TEST_CASE("A long write joins the last page only with what makes the rest whole pages") {
    PipeRig rig;
    rig.make(kNonblock);
    CHECK(rig.write(100) == 100);
    CHECK(rig.write(5000) == 5000);
    CHECK(rig.pipe().slots.size() == 2);
    CHECK(rig.pipe().slots[0].size() == 1004);
    CHECK(rig.pipe().slots[1].size() == 4096);
}

TEST_CASE("A write that does not fit sleeps in its middle and goes on when a page is free") {
    PipeRig rig;
    rig.make();
    const Pid child = rig.fork(rig.pid);
    CHECK(rig.write(70'000) == kBlocked);
    CHECK(rig.kernel.tasks[rig.pid].wait.result == 65'536);
    CHECK(rig.call(child, kRead, rig.reader, rig.large, 100) == 100);
    CHECK(rig.kernel.tasks[rig.pid].state == report::TaskState::blocked);  // no whole page is free
    CHECK(rig.call(child, kRead, rig.reader, rig.large, 8092) == 8092);
    CHECK(rig.kernel.tasks[rig.pid].state == report::TaskState::ready);
    CHECK(rig.resume(rig.pid) == 70'000);
}

TEST_CASE("A reader sleeps until bytes come and sees the end when the last writer has gone") {
    PipeRig rig;
    rig.make();
    const Pid child = rig.fork(rig.pid);
    rig.call(child, kClose, rig.writer);
    CHECK(rig.call(child, kRead, rig.reader, rig.buffer(), 10) == kBlocked);
    CHECK(rig.write(5) == 5);
    CHECK(rig.resume(child) == 5);
    CHECK(rig.call(child, kRead, rig.reader, rig.buffer(), 10) == kBlocked);
    CHECK(rig.call(rig.pid, kClose, rig.writer) == 0);
    CHECK(rig.resume(child) == 0);
}

TEST_CASE("Writing to a pipe nobody reads ends the writer by SIGPIPE") {
    PipeRig rig;
    rig.make();
    CHECK(rig.call(rig.pid, kClose, rig.reader) == 0);
    CHECK(rig.write(0) == 0);
    CHECK(rig.write(1) == kGone);
    CHECK(rig.kernel.tasks[rig.pid].status == 13);
    CHECK(rig.kernel.pipes.contains(PipeId{0}) == false);
}

TEST_CASE("A message is copied twice and reading consumes it") {
    PipeRig rig;
    rig.make();
    Recorder log;
    rig.log = &log;
    rig.write(1000);
    rig.read(1000);
    const auto rules = {Rule::copy_from_user, Rule::pipe_write, Rule::copy_to_user, Rule::pipe_read};
    CHECK(log.rules_among(rules) == std::vector<Rule>(rules));
}

TEST_CASE("With O_DIRECT each write is a packet: a read takes one and loses its rest") {
    PipeRig rig;
    rig.make(kDirect | kNonblock);
    CHECK(rig.write(10) == 10);
    CHECK(rig.write(20) == 20);
    CHECK(rig.read(4) == 4);
    CHECK(rig.read(100) == 20);
    CHECK(rig.read(100) == error(Errno::eagain));
}

TEST_CASE("A page of a write that cannot be read is not written at all") {
    PipeRig rig;
    rig.make(kNonblock);
    const std::uint64_t end = rig.large + page_round_up(PipeRig::kLarge);
    CHECK(rig.call(rig.pid, kWrite, rig.writer, end - 5000, 9000) == 4096);
    CHECK(rig.call(rig.pid, kWrite, rig.writer, end - 10, 100) == error(Errno::efault));
    CHECK(rig.pipe().bytes() == 4096);
}

TEST_CASE("F_SETPIPE_SZ rounds up and asks privilege above a mebibyte") {
    PipeRig rig;
    rig.make(kNonblock);
    const auto resize = [&](std::uint64_t bytes) { return rig.call(rig.pid, kFcntl, rig.writer, 1031, bytes); };
    CHECK(resize(5000) == 8192);
    CHECK(rig.write(20'000) == 8192);
    CHECK(resize(4096) == error(Errno::ebusy));
    CHECK(resize(2u << 20) == error(Errno::eperm));
    CHECK(resize(0xffff'ffff) == error(Errno::einval));
    CHECK(rig.call(rig.pid, kFcntl, rig.reader, 1032) == 8192);
}

TEST_CASE("Opening a FIFO waits for the other side and killing the opener leaves nothing") {
    PipeRig rig;
    const Pid other = rig.fork(rig.pid);
    for (std::size_t i = 0; i < 10; ++i) rig.put(rig.pid, rig.buffer(100 + i), "/tmp/fifo"[i]);
    for (std::size_t i = 0; i < 10; ++i) rig.put(other, rig.buffer(100 + i), "/tmp/fifo"[i]);
    REQUIRE(rig.call(rig.pid, kMknod, rig.buffer(100), 0010600, 0) == 0);
    CHECK(rig.call(rig.pid, kOpen, rig.buffer(100), 1 | kNonblock) == error(Errno::enxio));
    CHECK(rig.call(rig.pid, kOpen, rig.buffer(100), 0) == kBlocked);
    const std::int64_t writer = rig.call(other, kOpen, rig.buffer(100), 1);
    CHECK(writer >= 0);
    const std::int64_t reader = rig.resume(rig.pid);
    CHECK(reader >= 0);
    CHECK(rig.call(other, kWrite, writer, rig.buffer(), 7) == 7);
    CHECK(rig.call(rig.pid, kRead, reader, rig.buffer(), 100) == 7);
    rig.call(rig.pid, kClose, reader);
    rig.call(other, kClose, writer);
    CHECK(rig.call(other, kOpen, rig.buffer(100), 1) == kBlocked);
    CHECK(rig.call(rig.pid, kKill, other.value, 9) == 0);
    CHECK(rig.kernel.pipes.contains(PipeId{0}) == false);
}

TEST_CASE("A socket is charged for what its messages take of memory") {
    CHECK(socket_charge(PipeKind::stream, 1) == 768);
    CHECK(socket_charge(PipeKind::stream, 1000) == 2304);
    CHECK(socket_charge(PipeKind::stream, 4096) == 4864);
    CHECK(socket_charge(PipeKind::datagram, 4096) == 8448);
    CHECK(socket_charge(PipeKind::datagram, 65'536) == 69'888);
}

TEST_CASE("poll looks at descriptors until one is ready or the time is over") {
    PipeRig rig;
    rig.make();
    struct Pollfd {
        std::int32_t fd;
        std::int16_t events, revents;
    };
    rig.put(rig.pid, rig.buffer(), Pollfd{rig.reader, 1, 0});
    const Pid child = rig.fork(rig.pid);
    CHECK(rig.call(rig.pid, kPoll, rig.buffer(), 1, 0) == 0);
    CHECK(rig.call(rig.pid, kPoll, rig.buffer(), 1, -1) == kBlocked);
    CHECK(rig.call(child, kWrite, rig.writer, rig.large, 1) == 1);
    CHECK(rig.resume(rig.pid) == 1);
    CHECK(rig.get<Pollfd>(rig.pid, rig.buffer()).revents == 1);
    rig.read(1);
    CHECK(rig.call(rig.pid, kPoll, rig.buffer(), 1, 5000) == kBlocked);
    rig.wait_seconds(5);
    CHECK(rig.resume(rig.pid) == 0);
}
