// Signals between processes: pending, ignored, interrupting, stopping; who is told.
#include "sim/kernel/proc/signal_deliver.h"
#include "sim/kernel/proc/signal_frame.h"
#include "tests/unit/kernel/call_rig.h"

using namespace call_test;

namespace {

enum Call : std::uint32_t { kSigaction = 13, kSigprocmask = 14, kPause = 34, kAlarm = 37 };
constexpr std::uint64_t kHandler = kTextBase + 8 * 3;
constexpr std::uint64_t kRestart = 0x1000'0000;

struct SignalRig : CallRig {
    void handle(Pid pid, int signal, std::uint64_t handler, std::uint64_t flags = 0) {
        put(pid, buffer(), std::array<std::uint64_t, 4>{handler, flags, 0, 0});
        REQUIRE(call(pid, kSigaction, signal, buffer(), 0, 8) == 0);
    }
    void block(Pid pid, int signal) {
        put(pid, buffer(), std::uint64_t{1} << (signal - 1));
        REQUIRE(call(pid, kSigprocmask, 0, buffer(), 0, 8) == 0);
    }
    Delivery deliver(Pid pid, hw::CpuContext& registers) {
        MemoryContext context = memory(pid);
        ProcessContext processes = process_context(kernel, context);
        return deliver_signals(processes, pid, registers);
    }
    const Task& task(Pid pid) const { return kernel.tasks[pid]; }
};

}  // namespace

TEST_CASE("a handler is entered with its arguments on the stack and everything comes back") {
    SignalRig rig;
    const Pid pid = rig.spawn();
    rig.handle(pid, 10, kHandler);
    CHECK(rig.call(pid, kKill, pid.value, 10) == 0);
    hw::CpuContext registers;
    registers.pc = 2;
    registers.at_statement = true;
    registers.registers[5] = 77;
    registers.registers[hw::kStackPointer] = kStackTop - 256;
    hw::CpuContext changed = registers;
    CHECK(rig.deliver(pid, changed) == Delivery::go_on);
    CHECK(changed.pc == 3);
    CHECK(!changed.at_statement);
    const std::uint64_t sp = changed.registers[hw::kStackPointer];
    CHECK(rig.get<std::uint64_t>(pid, sp) == kSignalReturn.value);
    CHECK(rig.get<std::uint64_t>(pid, sp + 8) == 10);
    CHECK(rig.task(pid).signals.blocked == signal_bit(10));
    changed.registers[5] = 1;
    MemoryContext memory = rig.memory(pid);
    ProcessContext processes = process_context(rig.kernel, memory);
    CHECK(leave_handler(processes, pid, changed));
    CHECK(changed.pc == 2);
    CHECK(changed.at_statement);
    CHECK(changed.registers == registers.registers);
    CHECK(rig.task(pid).signals.blocked == 0);
}

TEST_CASE("a sleeping call ends with EINTR or stands at its instruction again with SA_RESTART") {
    SignalRig rig;
    for (const bool restart : {false, true}) {
        const Pid parent = rig.spawn();
        const Pid child = rig.fork(parent);
        rig.handle(parent, 10, kHandler, restart ? kRestart : 0);
        rig.kernel.tasks.write(parent).context.pc = 5;
        CHECK(rig.call(parent, kWait4, -1, 0, 0, 0) == kBlocked);
        CHECK(rig.call(child, kKill, parent.value, 10) == 0);
        CHECK(rig.task(parent).state == report::TaskState::ready);
        const std::int64_t result = rig.resume(parent);
        CHECK(result == (restart ? std::int64_t{kWait4} : error(Errno::eintr)));
        CHECK(rig.task(parent).context.pc == (restart ? 4 : 5));
    }
}

TEST_CASE("pause is never restarted") {
    SignalRig rig;
    const Pid pid = rig.spawn(), other = rig.spawn();
    rig.handle(pid, 10, kHandler, kRestart);
    CHECK(rig.call(pid, kPause) == kBlocked);
    CHECK(rig.call(other, kKill, pid.value, 10) == 0);
    CHECK(rig.resume(pid) == error(Errno::eintr));
}

TEST_CASE("a child that ended is found by the wait its SIGCHLD has interrupted") {
    SignalRig rig;
    const Pid parent = rig.spawn();
    const Pid child = rig.fork(parent);
    rig.handle(parent, 17, kHandler);
    CHECK(rig.call(parent, kWait4, -1, 0, 0, 0) == kBlocked);
    CHECK(rig.call(child, kExitGroup, 1) == kGone);
    CHECK(rig.resume(parent) == child.value);
}

TEST_CASE("a blocked signal stays pending and one that is ignored is forgotten") {
    SignalRig rig;
    const Pid pid = rig.spawn();
    rig.block(pid, 15);
    CHECK(rig.call(pid, kKill, pid.value, 15) == 0);
    CHECK(rig.call(pid, kKill, pid.value, 15) == 0);
    CHECK(rig.task(pid).process_signals.pending.size() == 1);
    rig.handle(pid, 15, 1);
    CHECK(rig.task(pid).process_signals.pending.empty());
}

TEST_CASE("children of a parent that ignores SIGCHLD leave nothing to wait for") {
    SignalRig rig;
    const Pid parent = rig.spawn();
    rig.handle(parent, 17, 1);
    const Pid child = rig.fork(parent);
    CHECK(rig.call(child, kExitGroup, 0) == kGone);
    CHECK(rig.task(child).state == report::TaskState::ended);
    CHECK(rig.call(parent, kWait4, -1, 0, 0, 0) == error(Errno::echild));
}

TEST_CASE("SIGSTOP and SIGCONT are told to a parent that asks") {
    SignalRig rig;
    const Pid parent = rig.spawn();
    const Pid child = rig.fork(parent);
    CHECK(rig.call(parent, kKill, child.value, 19) == 0);
    CHECK(rig.task(child).state == report::TaskState::stopped);
    CHECK(rig.call(parent, kWait4, -1, 0, 1, 0) == 0);
    CHECK(rig.call(parent, kWait4, -1, rig.buffer(), 2, 0) == child.value);
    CHECK(rig.get<int>(parent, rig.buffer()) == (19 << 8 | 0x7f));
    CHECK(rig.call(parent, kKill, child.value, 18) == 0);
    CHECK(rig.task(child).state == report::TaskState::ready);
    CHECK(rig.call(parent, kWait4, -1, rig.buffer(), 8, 0) == child.value);
    CHECK(rig.get<int>(parent, rig.buffer()) == 0xffff);
}

TEST_CASE("an alarm ends the process when the clock is there, alarm tells what was left") {
    SignalRig rig;
    const Pid pid = rig.spawn();
    CHECK(rig.call(pid, kAlarm, 10) == 0);
    rig.wait_seconds(4);
    CHECK(rig.call(pid, kAlarm, 3) == 6);
    CHECK(rig.call(pid, kPause) == kBlocked);
    CHECK(wakes_at(rig.kernel.tasks, pid) == rig.kernel.now() + 3 * kNanosecondsPerSecond);
    rig.wait_seconds(3);
    MemoryContext memory = rig.memory(pid);
    ProcessContext processes = process_context(rig.kernel, memory);
    expire_alarms(processes, rig.kernel.now());
    CHECK(rig.task(pid).status == 14);
}
