// futex(2).
#include <array>

#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

constexpr std::uint32_t kFutex = 202;
enum Operation : int { kWait = 0, kWake = 1, kRequeue = 3, kCmpRequeue = 4, kWaitBitset = 9, kWakeBitset = 10 };
constexpr int kPrivate = 128;

struct FutexRig : CallRig {
    // Two processes that share a segment at one address each.
    Pid a = spawn(), b = spawn();
    std::uint64_t at_a = 0, at_b = 0;

    FutexRig() {
        const std::int64_t id = shmget(a, 0, 4096, 0600);
        at_a = static_cast<std::uint64_t>(shmat(a, id));
        shmat(b, shmget(b, 0, 8192, 0600));
        at_b = static_cast<std::uint64_t>(shmat(b, id));
    }
    std::int64_t wait(Pid pid, std::uint64_t word, std::uint32_t value, int flags = 0) {
        return call(pid, kFutex, word, kWait | flags, value, 0);
    }
    std::int64_t wake(Pid pid, std::uint64_t word, int count, int flags = 0) {
        return call(pid, kFutex, word, kWake | flags, count);
    }
    Pid thread_of(Pid pid) {
        MemoryContext context = memory(pid);
        ProcessContext processes = process_context(kernel, context);
        ForkOptions options;
        options.share_memory = options.thread = true;
        return *fork_task(processes, pid, kernel.tasks[pid].context, options);
    }
    bool blocked(Pid pid) const { return kernel.tasks[pid].state == report::TaskState::blocked; }
};

}  // namespace

TEST_CASE("a word of shared memory is one futex wherever it is mapped") {
    FutexRig rig;
    REQUIRE(rig.at_a != rig.at_b);
    CHECK(rig.wait(rig.a, rig.at_a + 8, 0) == kBlocked);
    CHECK(rig.wake(rig.b, rig.at_b, 1) == 0);
    CHECK(rig.wake(rig.b, rig.at_b + 8, 5) == 1);
    CHECK(rig.resume(rig.a) == 0);
}

TEST_CASE("a private word is the process's own") {
    FutexRig rig;
    const Pid thread = rig.thread_of(rig.a);
    CHECK(rig.wait(rig.a, rig.buffer(), 0, kPrivate) == kBlocked);
    CHECK(rig.wake(rig.b, rig.buffer(), 1, kPrivate) == 0);
    CHECK(rig.wake(thread, rig.buffer(), 1) == 0);
    CHECK(rig.wake(thread, rig.buffer(), 1, kPrivate) == 1);
}

TEST_CASE("a word that has changed is not waited for") {
    FutexRig rig;
    rig.put(rig.a, rig.at_a, std::uint32_t{5});
    CHECK(rig.wait(rig.b, rig.at_b, 4) == error(Errno::eagain));
    CHECK(rig.wait(rig.b, rig.at_b, 5) == kBlocked);
    CHECK(rig.wait(rig.a, rig.at_a + 2, 5) == error(Errno::einval));
    CHECK(rig.wait(rig.a, 4096, 5) == error(Errno::efault));
    CHECK(rig.wake(rig.a, 4096, 5, kPrivate) == 0);
}

TEST_CASE("sleepers are woken in the order in which they fell asleep and as many as asked for") {
    FutexRig rig;
    const Pid c = rig.fork(rig.a), d = rig.fork(rig.a);
    for (Pid pid : {c, rig.a, d}) CHECK(rig.wait(pid, rig.at_a, 0) == kBlocked);
    CHECK(rig.wake(rig.b, rig.at_b, 2) == 2);
    CHECK_FALSE(rig.blocked(c));
    CHECK_FALSE(rig.blocked(rig.a));
    CHECK(rig.blocked(d));
}

TEST_CASE("a bitset chooses among the sleepers of a word") {
    FutexRig rig;
    const Pid c = rig.fork(rig.a);
    CHECK(rig.call(rig.a, kFutex, rig.at_a, kWaitBitset, 0, 0, 0, 1) == kBlocked);
    CHECK(rig.call(c, kFutex, rig.at_a, kWaitBitset, 0, 0, 0, 2) == kBlocked);
    CHECK(rig.call(rig.b, kFutex, rig.at_b, kWakeBitset, 9, 0, 0, 2) == 1);
    CHECK_FALSE(rig.blocked(c));
    CHECK(rig.call(rig.b, kFutex, rig.at_b, kWakeBitset, 9, 0, 0, 0) == error(Errno::einval));
}

TEST_CASE("requeued sleepers wait for the other word") {
    FutexRig rig;
    const Pid c = rig.fork(rig.a), d = rig.fork(rig.a);
    for (Pid pid : {rig.a, c, d}) CHECK(rig.wait(pid, rig.at_a, 0) == kBlocked);
    CHECK(rig.call(rig.b, kFutex, rig.at_b, kCmpRequeue, 1, 1, rig.at_b + 4, 7) == error(Errno::eagain));
    CHECK(rig.call(rig.b, kFutex, rig.at_b, kCmpRequeue, 1, 1, rig.at_b + 4, 0) == 2);
    CHECK_FALSE(rig.blocked(rig.a));
    CHECK(rig.wake(rig.b, rig.at_b, 9) == 1);
    CHECK_FALSE(rig.blocked(d));
    CHECK(rig.wake(rig.b, rig.at_b + 4, 9) == 1);
    CHECK_FALSE(rig.blocked(c));
}

TEST_CASE("a wait ends at its deadline") {
    FutexRig rig;
    rig.put(rig.a, rig.buffer(), std::array<std::int64_t, 2>{3, 0});
    CHECK(rig.call(rig.a, kFutex, rig.at_a, kWait, 0, rig.buffer()) == kBlocked);
    rig.wait_seconds(3);
    CHECK(rig.resume(rig.a) == error(Errno::etimedout));
    rig.put(rig.a, rig.buffer(), std::array<std::int64_t, 2>{0, 1'000'000'000});
    CHECK(rig.call(rig.a, kFutex, rig.at_a, kWait, 0, rig.buffer()) == error(Errno::einval));
}
