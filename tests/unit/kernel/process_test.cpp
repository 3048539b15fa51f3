// fork, exit, wait4, kill, descriptors, the clock and running out of memory.
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

TEST_CASE("fork gives the child 0 in its registers, its own pid and the parent's descriptors") {
    CallRig rig;
    const Pid parent = rig.spawn();
    const Pid child = rig.fork(parent);
    CHECK(child.value == parent.value + 1);
    CHECK(rig.kernel.tasks[child].context.registers[0] == 0);
    CHECK(rig.call(child, kGetpid) == child.value);
    CHECK(rig.call(child, kGetppid) == parent.value);
    CHECK(rig.kernel.tasks[child].name == "/1");
}

TEST_CASE("fork copies private memory: neither side sees the other's writes") {
    CallRig rig;
    const Pid parent = rig.spawn();
    rig.put<int>(parent, rig.buffer(), 1);
    const Pid child = rig.fork(parent);
    rig.put<int>(child, rig.buffer(), 2);
    CHECK(rig.get<int>(parent, rig.buffer()) == 1);
    CHECK(rig.get<int>(child, rig.buffer()) == 2);
}

TEST_CASE("fork beyond the task limit is EAGAIN, beyond memory ENOMEM, both leave things as they were") {
    KernelConfig config = CallRig::small();
    config.frames = 8192;
    CallRig rig(config);
    const Pid parent = rig.spawn();
    for (std::uint32_t i = 1; i < kMaxTasks; ++i) REQUIRE(rig.call(parent, kFork) > 0);
    CHECK(rig.call(parent, kFork) == error(Errno::eagain));

    config.frames = 24;
    CallRig tight(config);
    const Pid only = tight.spawn();
    std::int64_t result = 0;
    std::uint32_t free_before = 0;
    for (int i = 0; i < 24 && result >= 0; ++i) {
        free_before = tight.kernel.memory.frames.free_count();
        result = tight.call(only, kFork);
    }
    CHECK(result == error(Errno::enomem));
    CHECK(tight.kernel.memory.frames.free_count() == free_before);
}

TEST_CASE("wait4 sleeps until a child ends, then gives its pid and status, ECHILD without children") {
    CallRig rig;
    const Pid parent = rig.spawn();
    CHECK(rig.call(parent, kWait4, -1, 0, 0, 0) == error(Errno::echild));
    const Pid child = rig.fork(parent);
    CHECK(rig.call(parent, kWait4, -1, rig.buffer(), 1, 0) == 0);  // WNOHANG
    CHECK(rig.call(parent, kWait4, -1, rig.buffer(), 0, 0) == kBlocked);
    CHECK(rig.kernel.tasks[parent].state == report::TaskState::blocked);
    CHECK(rig.call(child, kExitGroup, 7) == kGone);
    CHECK(rig.kernel.tasks[child].state == report::TaskState::zombie);
    CHECK(rig.kernel.tasks[parent].state == report::TaskState::ready);
    CHECK(rig.resume(parent) == child.value);
    CHECK(rig.get<int>(parent, rig.buffer()) == 7 << 8);
    CHECK(rig.kernel.tasks[child].state == report::TaskState::ended);
    CHECK(rig.call(parent, kWait4, -1, 0, 0, 0) == error(Errno::echild));
}

TEST_CASE("wait4 for one child does not take another, a bad status pointer is EFAULT, bad options EINVAL") {
    CallRig rig;
    const Pid parent = rig.spawn();
    const Pid first = rig.fork(parent), second = rig.fork(parent);
    rig.call(first, kExitGroup, 1);
    CHECK(rig.call(parent, kWait4, second.value, 0, 1, 0) == 0);
    CHECK(rig.call(parent, kWait4, second.value, 0, 0x1000, 0) == error(Errno::einval));
    CHECK(rig.call(parent, kWait4, first.value, 8, 0, 0) == error(Errno::efault));
    CHECK(rig.call(parent, kWait4, 4711, 0, 0, 0) == error(Errno::echild));
}

TEST_CASE("orphans are init's, which reaps at once") {
    CallRig rig;
    const Pid parent = rig.spawn();
    const Pid child = rig.fork(parent);
    const Pid grandchild = rig.fork(child), zombie = rig.fork(child);
    rig.call(zombie, kExitGroup, 0);
    rig.call(child, kExitGroup, 0);
    CHECK(rig.kernel.tasks[zombie].state == report::TaskState::ended);
    CHECK(rig.call(grandchild, kGetppid) == 1);
    rig.call(grandchild, kExitGroup, 0);
    CHECK(rig.kernel.tasks[grandchild].state == report::TaskState::ended);
}

TEST_CASE("kill: default actions, permission, absent processes, bad signals") {
    CallRig rig;
    const Pid parent = rig.spawn(1000), stranger = rig.spawn(2000), root = rig.spawn(0);
    const Pid child = rig.fork(parent);
    CHECK(rig.call(stranger, kKill, child.value, 15) == error(Errno::eperm));
    CHECK(rig.call(parent, kKill, child.value, 0) == 0);
    CHECK(rig.call(parent, kKill, child.value, 65) == error(Errno::einval));
    CHECK(rig.call(parent, kKill, 99999, 15) == error(Errno::esrch));
    CHECK(rig.call(parent, kKill, 1, 15) == error(Errno::eperm));
    CHECK(rig.call(parent, kKill, child.value, 17) == 0);  // SIGCHLD is ignored
    CHECK(rig.kernel.tasks[child].alive());
    CHECK(rig.call(parent, kKill, child.value, 15) == 0);
    CHECK(rig.kernel.tasks[child].status == 15);
    CHECK(rig.call(root, kKill, stranger.value, 9) == 0);
    CHECK(!rig.kernel.tasks[stranger].alive());
    CHECK(rig.call(parent, kKill, parent.value, 6) == kGone);
}

TEST_CASE("what is not modelled is ENOSYS and says so") {
    CallRig rig;
    const Pid pid = rig.spawn();
    Recorder log;
    rig.log = &log;
    CHECK(rig.call(pid, 9999) == error(Errno::enosys));
    CHECK(log.rules_among({Rule::unsupported}).size() == 1);
}

TEST_CASE("a task killed for its memory lets the others go on, the largest goes first") {
    KernelConfig config = CallRig::small();
    config.frames = 40;
    CallRig rig(config);
    const Pid hungry = rig.spawn(), modest = rig.spawn();
    rig.call(hungry, kBrk, rig.buffer() + 36 * 4096);
    std::uint64_t page = 0;
    while (rig.kernel.memory.frames.free_count() > 0) rig.put<int>(hungry, rig.buffer() + 4096 * page++, 1);
    // A copy to the modest one's memory needs a frame.
    CHECK(rig.shmctl(modest, 0, kIpcInfo, rig.buffer()) == 0);
    CHECK(rig.kernel.tasks[hungry].status == 9);
    CHECK(rig.kernel.tasks[modest].alive());
}

TEST_CASE("nanosleep is a wait with a deadline, a call made again ends when the clock is there") {
    CallRig rig;
    const Pid pid = rig.spawn();
    rig.put(pid, rig.buffer(), std::array<std::int64_t, 2>{2, 0});
    CHECK(rig.call(pid, kNanosleep, rig.buffer(), 0) == kBlocked);
    rig.wait_seconds(1);
    CHECK(rig.resume(pid) == kBlocked);
    rig.wait_seconds(1);
    CHECK(rig.resume(pid) == 0);
    CHECK(rig.call(pid, kTime, 0) == kBootTime + 2);
    rig.put(pid, rig.buffer(), std::array<std::int64_t, 2>{0, 1'000'000'000});
    CHECK(rig.call(pid, kNanosleep, rig.buffer(), 0) == error(Errno::einval));
    CHECK(rig.call(pid, kNanosleep, 8, 0) == error(Errno::efault));
}

namespace {

struct FileRig : CallRig {
    Pid pid = spawn();

    void open(int fd, OpenFile file) {
        kernel.tasks.write(pid).descriptors.set(fd, kernel.files.open(std::move(file)));
    }
    static OpenFile text(std::string content) {
        OpenFile file;
        file.kind = FileKind::text;
        file.text = std::move(content);
        return file;
    }
    static OpenFile of(FileKind kind, int channel = 0) {
        OpenFile file;
        file.kind = kind;
        file.channel = channel;
        file.flags = kind == FileKind::output ? 1 : 0;  // O_WRONLY
        return file;
    }
    std::string read(Pid reader, std::uint64_t count) {
        const std::int64_t got = call(reader, kRead, 0, buffer(), count);
        REQUIRE(got >= 0);
        std::string bytes;
        for (std::int64_t i = 0; i < got; ++i) bytes += get<char>(reader, buffer(static_cast<std::uint64_t>(i)));
        return bytes;
    }
};

}  // namespace

TEST_CASE("parent and child read on from one place, as open files are shared") {
    FileRig rig;
    rig.open(0, FileRig::text("abcdef"));
    const Pid child = rig.fork(rig.pid);
    CHECK(rig.read(rig.pid, 2) == "ab");
    CHECK(rig.read(child, 3) == "cde");
    CHECK(rig.read(rig.pid, 10) == "f");
    CHECK(rig.read(rig.pid, 10).empty());
}

TEST_CASE("a read of the console sleeps until a line or the end is typed, one reader a line") {
    FileRig rig;
    rig.open(0, FileRig::of(FileKind::console));
    const Pid child = rig.fork(rig.pid);
    CHECK(rig.call(rig.pid, kRead, 0, rig.buffer(), 100) == kBlocked);
    CHECK(rig.call(child, kRead, 0, rig.buffer(), 100) == kBlocked);
    rig.kernel.typed.type("on", false);
    wake_reader(rig.kernel, nullptr);
    CHECK(rig.kernel.tasks[rig.pid].state == report::TaskState::blocked);
    rig.kernel.typed.type("e\ntwo\n", false);
    wake_reader(rig.kernel, nullptr);
    CHECK(rig.kernel.tasks[rig.pid].state == report::TaskState::ready);
    CHECK(rig.kernel.tasks[child].state == report::TaskState::blocked);
    CHECK(rig.resume(rig.pid) == 4);
    CHECK(rig.kernel.tasks[child].state == report::TaskState::ready);
    CHECK(rig.resume(child) == 4);
    rig.kernel.typed.type("", true);
    CHECK(rig.call(child, kRead, 0, rig.buffer(), 100) == 0);
}

TEST_CASE("write goes to the log, bad descriptors EBADF, bad buffers EFAULT or short, a full log ENOSPC") {
    FileRig rig;
    rig.open(1, FileRig::of(FileKind::output, 1));
    rig.open(2, FileRig::of(FileKind::output, 2));
    rig.put(rig.pid, rig.buffer(), std::array<char, 3>{'h', 'i', '\n'});
    CHECK(rig.call(rig.pid, kWrite, 1, rig.buffer(), 3) == 3);
    CHECK(rig.call(rig.pid, kWrite, 2, rig.buffer(), 2) == 2);
    CHECK(rig.kernel.output.size() == 2);
    CHECK(rig.kernel.output[0].bytes == "hi\n");
    CHECK(rig.kernel.output[1].fd == 2);
    CHECK(rig.call(rig.pid, kWrite, 3, rig.buffer(), 3) == error(Errno::ebadf));
    CHECK(rig.call(rig.pid, kRead, 1, rig.buffer(), 3) == error(Errno::ebadf));
    CHECK(rig.call(rig.pid, kWrite, 1, 8, 3) == error(Errno::efault));
    CHECK(rig.call(rig.pid, kWrite, 1, rig.buffer(4 * 4096 - 10), 100) == 10);  // the last ten bytes of the data area
    const std::string piece(1 << 20, 'x');
    while (rig.kernel.output.room() > 2) {
        rig.kernel.output.append(rig.pid, 1,
                                 piece.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(
                                                     piece.size(), rig.kernel.output.room() - 2))));
    }
    CHECK(rig.call(rig.pid, kWrite, 1, rig.buffer(), 3) == 2);
    CHECK(rig.call(rig.pid, kWrite, 1, rig.buffer(), 3) == error(Errno::enospc));
}

TEST_CASE("dup2 makes one descriptor lead where another does, close ends it") {
    FileRig rig;
    rig.open(1, FileRig::of(FileKind::output, 1));
    rig.open(2, FileRig::of(FileKind::output, 2));
    CHECK(rig.call(rig.pid, kDup2, 1, 2) == 2);
    CHECK(rig.call(rig.pid, kWrite, 2, rig.buffer(), 1) == 1);
    CHECK(rig.kernel.output[0].fd == 1);
    CHECK(rig.call(rig.pid, kClose, 1) == 0);
    CHECK(rig.call(rig.pid, kClose, 1) == error(Errno::ebadf));
    CHECK(rig.call(rig.pid, kWrite, 2, rig.buffer(), 1) == 1);
    CHECK(rig.call(rig.pid, kDup2, 2, 1024) == error(Errno::ebadf));
}

TEST_CASE("ioctl TCGETS tells a terminal from anything else") {
    FileRig rig;
    OpenFile terminal = FileRig::of(FileKind::output, 1);
    terminal.terminal = true;
    rig.open(1, terminal);
    rig.open(2, FileRig::of(FileKind::output, 2));
    CHECK(rig.call(rig.pid, kIoctl, 1, 0x5401, rig.buffer()) == 0);
    CHECK(rig.call(rig.pid, kIoctl, 2, 0x5401, rig.buffer()) == error(Errno::enotty));
}

TEST_CASE("the table ascends, and every row has a name and a handler") {
    std::uint32_t before = 0;
    for (const SyscallInfo& row : syscall_table()) {
        CHECK((row.number > before || row.number == 0));
        CHECK(!row.name.empty());
        CHECK((row.handler != nullptr));
        CHECK(find_syscall(row.number) == &row);
        before = row.number;
    }
}
