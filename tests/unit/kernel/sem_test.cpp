// System V semaphores through their system calls.
#include <initializer_list>

#include "sim/kernel/proc/lifecycle.h"
#include "sim/kernel/proc/waiting.h"
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

enum Calls : std::uint32_t { kSemget = 64, kSemop = 65, kSemctl = 66, kSemtimedop = 220 };
enum Commands : int { kGetPid = 11, kGetVal = 12, kGetNcnt = 14, kGetZcnt = 15, kSetVal = 16 };
constexpr int kUndo = 010000;

struct SemRig : CallRig {
    std::int64_t set = 0;

    explicit SemRig(KernelConfig config = small()) : CallRig(config) {}

    std::int64_t make(Pid pid, int semaphores) {
        set = call(pid, kSemget, 0, semaphores, 0600);
        return set;
    }
    std::int64_t operate(Pid pid, std::initializer_list<SemOperation> operations) {
        std::uint64_t at = buffer();
        for (const SemOperation& one : operations) {
            put(pid, at, one);
            at += sizeof one;
        }
        return call(pid, kSemop, set, buffer(), operations.size());
    }
    std::int64_t get(Pid pid, int number, int command = kGetVal) { return call(pid, kSemctl, set, number, command); }
    std::int64_t set_value(Pid pid, int number, int value) { return call(pid, kSemctl, set, number, kSetVal, value); }
    bool blocked(Pid pid) const { return kernel.tasks[pid].state == report::TaskState::blocked; }
    void end(Pid pid) {
        MemoryContext context = memory(pid);
        ProcessContext processes = process_context(kernel, context);
        exit_task(processes, pid, {});
    }
};

constexpr std::int16_t kWait = 0;

}  // namespace

TEST_CASE("a sleeper takes its semaphore at the moment it is raised and not when it runs") {
    SemRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a, 1);
    CHECK(rig.operate(b, {{0, -1, kWait}}) == kBlocked);
    CHECK(rig.get(a, 0, kGetNcnt) == 1);
    CHECK(rig.operate(a, {{0, 1, kWait}}) == 0);
    CHECK_FALSE(rig.blocked(b));
    CHECK(rig.get(a, 0) == 0);
    CHECK(rig.operate(a, {{0, -1, kIpcNowait}}) == error(Errno::eagain));
    CHECK(rig.resume(b) == 0);
    CHECK(rig.get(a, 0, kGetPid) == b.value);
    CHECK(rig.get(a, 0, kGetNcnt) == 0);
}

TEST_CASE("sleepers of one semaphore are served in the order in which they fell asleep") {
    SemRig rig;
    const Pid a = rig.spawn(), b = rig.spawn(), c = rig.spawn(), d = rig.spawn();
    rig.make(a, 1);
    CHECK(rig.operate(b, {{0, -1, kWait}}) == kBlocked);
    CHECK(rig.operate(c, {{0, -1, kWait}}) == kBlocked);
    CHECK(rig.operate(d, {{0, -1, kWait}}) == kBlocked);
    CHECK(rig.operate(a, {{0, 2, kWait}}) == 0);
    CHECK_FALSE(rig.blocked(b));
    CHECK_FALSE(rig.blocked(c));
    CHECK(rig.blocked(d));
}

TEST_CASE("one completed sleeper can let another go on that waited for zero") {
    SemRig rig;
    const Pid a = rig.spawn(), b = rig.spawn(), c = rig.spawn();
    rig.make(a, 2);
    rig.set_value(a, 1, 1);
    CHECK(rig.operate(c, {{1, 0, kWait}}) == kBlocked);
    CHECK(rig.operate(b, {{0, -1, kWait}, {1, -1, kWait}}) == kBlocked);
    CHECK(rig.operate(a, {{0, 1, kWait}}) == 0);
    CHECK_FALSE(rig.blocked(b));
    CHECK_FALSE(rig.blocked(c));
    CHECK(rig.resume(c) == 0);
}

TEST_CASE("an array of operations sees its own earlier ones and is done wholly or not at all") {
    SemRig rig;
    const Pid a = rig.spawn();
    rig.make(a, 2);
    CHECK(rig.operate(a, {{0, 2, kWait}, {0, -2, kWait}, {0, 0, kWait}}) == 0);
    CHECK(rig.operate(a, {{0, 1, kWait}, {1, -1, kIpcNowait}}) == error(Errno::eagain));
    CHECK(rig.get(a, 0) == 0);
    CHECK(rig.operate(a, {{0, 32767, kWait}, {0, 1, kWait}}) == error(Errno::erange));
    CHECK(rig.get(a, 0) == 0);
}

TEST_CASE("a sleeper gives up for a signal and at its deadline and no longer counts") {
    SemRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a, 1);
    CHECK(rig.operate(b, {{0, -1, kWait}}) == kBlocked);
    rig.kernel.tasks.write(b).wait.interrupted = true;
    CHECK(rig.resume(b) == error(Errno::eintr));
    CHECK(rig.get(a, 0, kGetNcnt) == 0);

    rig.put(b, rig.buffer(), SemOperation{0, -1, kWait});
    rig.put(b, rig.buffer(64), std::array<std::int64_t, 2>{5, 0});
    CHECK(rig.call(b, kSemtimedop, rig.set, rig.buffer(), 1, rig.buffer(64)) == kBlocked);
    rig.wait_seconds(4);
    CHECK(rig.resume(b) == kBlocked);
    rig.wait_seconds(1);
    CHECK(rig.resume(b) == error(Errno::eagain));
    CHECK(rig.get(a, 0, kGetNcnt) == 0);
    CHECK(rig.operate(a, {{0, 1, kWait}}) == 0);
    CHECK(rig.get(a, 0) == 1);
}

TEST_CASE("a sleeper that is killed leaves the queue") {
    SemRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a, 1);
    CHECK(rig.operate(b, {{0, -1, kWait}}) == kBlocked);
    rig.end(b);
    CHECK(rig.get(a, 0, kGetNcnt) == 0);
    CHECK(rig.operate(a, {{0, 1, kWait}}) == 0);
    CHECK(rig.get(a, 0) == 1);
}

TEST_CASE("removing a set gives its sleepers EIDRM") {
    SemRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a, 1);
    CHECK(rig.operate(b, {{0, -1, kWait}}) == kBlocked);
    CHECK(rig.call(a, kSemctl, rig.set, 0, kIpcRmid) == 0);
    CHECK(rig.resume(b) == error(Errno::eidrm));
    CHECK(rig.operate(b, {{0, 1, kWait}}) == error(Errno::einval));
}

TEST_CASE("SEM_UNDO is done at the end of the process and wakes who waits") {
    SemRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a, 1);
    rig.set_value(a, 0, 3);
    CHECK(rig.operate(b, {{0, -3, kUndo}}) == 0);
    CHECK(rig.operate(a, {{0, -2, kWait}}) == kBlocked);
    rig.end(b);
    CHECK(rig.resume(a) == 0);
    CHECK(rig.get(a, 0) == 1);
    CHECK(rig.get(a, 0, kGetPid) == a.value);
}

TEST_CASE("what SEM_UNDO cannot take back fully it takes back as far as it goes") {
    SemRig rig;
    const Pid a = rig.spawn(), b = rig.spawn();
    rig.make(a, 1);
    CHECK(rig.operate(b, {{0, 5, kUndo}}) == 0);
    CHECK(rig.operate(a, {{0, -3, kWait}}) == 0);
    rig.end(b);
    CHECK(rig.get(a, 0) == 0);
}

TEST_CASE("while a call of several operations sleeps order among all altering calls is kept") {
    SemRig rig;
    const Pid a = rig.spawn(), b = rig.spawn(), c = rig.spawn();
    rig.make(a, 2);
    CHECK(rig.operate(b, {{0, -1, kWait}, {1, -1, kWait}}) == kBlocked);
    CHECK(rig.operate(c, {{0, -1, kWait}}) == kBlocked);
    CHECK(rig.get(a, 0, kGetNcnt) == 2);
    CHECK(rig.get(a, 1, kGetNcnt) == 0);
    CHECK(rig.operate(a, {{1, 1, kWait}}) == 0);
    CHECK(rig.operate(a, {{0, 1, kWait}}) == 0);
    CHECK_FALSE(rig.blocked(b));
    CHECK(rig.blocked(c));
}

TEST_CASE("limits of semaphores refuse in Linux's order") {
    KernelConfig config = CallRig::small();
    config.semaphores = {4, 6, 2, 2};
    SemRig rig(config);
    const Pid a = rig.spawn();
    CHECK(rig.make(a, 5) == error(Errno::einval));
    CHECK(rig.make(a, 4) == 0);
    CHECK(rig.make(a, 3) == error(Errno::enospc));
    CHECK(rig.make(a, 1) == 1);
    CHECK(rig.make(a, 1) == error(Errno::enospc));
    rig.set = 0;
    CHECK(rig.operate(a, {{0, 1, kWait}, {0, 1, kWait}, {9, 1, kWait}}) == error(Errno::e2big));
    CHECK(rig.operate(a, {{0, 1, kWait}, {9, 1, kWait}}) == error(Errno::efbig));
}
