// Programs that fork, wait, sleep, read, fail.
#include "tests/unit/machine/assembler.h"

using namespace machine_test;

TEST_CASE("fork: the child stands where the call returned 0, the parent's wait ends with the child") {
    Assembler a;
    a.line(1).call(kFork, {});
    const std::int32_t branch = a.here();
    a.op({Op::jz, 0, 0, 0, 0});
    a.line(3).call(kWait4, {-1, Assembler::kData, 0, 0});
    a.line(4).load(6, Assembler::kData).op({Op::lw, 5, 6, 0, 0}).load(7, 8).op({Op::sar, 5, 5, 7, 0}).exit(Reg{5});
    a.patch(branch, a.here());
    a.line(6).exit(9);
    Machine machine = boot(a);
    step(machine, Pid{201});
    const Pid child = process(machine, "test/1");
    CHECK(child == Pid{202});
    CHECK(row(machine, child).line == 1);  // in the middle of the statement that forked
    CHECK(row(machine, Pid{201}).line == 3);
    step(machine, Pid{201});
    CHECK(row(machine, Pid{201}).state == TaskState::blocked);
    CHECK(row(machine, Pid{201}).waiting_for == "child");
    CHECK(!machine.runnable(Pid{201}));
    CHECK(machine.next_task() == child);
    step(machine, child, 2);
    CHECK(row(machine, child).state == TaskState::zombie);
    CHECK(machine.runnable(Pid{201}));
    run(machine);
    CHECK(row(machine, Pid{201}).exit_status == 9);
    CHECK(row(machine, child).state == TaskState::ended);
}

TEST_CASE("a wild store kills with SIGSEGV, si_code and address, memory and attaches are given back") {
    Assembler a;
    a.line(1).call(kShmget, {0, 4096, 0600}).call(kShmat, {Reg{0}, 0, 0});
    a.line(2).load(5, 0x4000).op({Op::sw, 5, 5, 0, 8});
    Machine machine = boot(a);
    Recorder log;
    step(machine, Pid{201});
    step(machine, Pid{201}, 1, &log);
    const report::TaskRow task = row(machine, Pid{201});
    CHECK(task.signal == 11);
    CHECK(task.si_code == 1);
    CHECK(task.si_addr == VirtAddr{0x4008});
    CHECK(task.state == TaskState::ended);
    CHECK(task.last_line == 2);
    CHECK(task.areas.empty());
    CHECK(machine.observe().segments[0].nattch == 0);
    CHECK(log.position(Rule::fault_signal) < log.position(Rule::signal_deliver));
    CHECK(log.position(Rule::signal_deliver) < log.position(Rule::segment_detach));
    CHECK(log.position(Rule::segment_detach) < log.position(Rule::process_exit));
}

TEST_CASE("division by zero, no instruction, a jump into nowhere") {
    const auto signal_of = [](hw::Instruction instruction) {
        Assembler a;
        a.line(1).load(1, 0).load(2, 5).op(instruction);
        Machine machine = boot(a);
        run(machine);
        return row(machine, Pid{201}).signal;
    };
    CHECK(signal_of({Op::div, 3, 2, 1, 0}) == 8);
    CHECK(signal_of({Op::illegal, 0, 0, 0, 0}) == 4);
    CHECK(signal_of({Op::callr, 1, 0, 0, 0}) == 11);
}

namespace {

// Sleeps `seconds` at line 1, then exits.
std::shared_ptr<const hw::Image> sleeper(std::uint64_t seconds) {
    Assembler a;
    a.line(1).load(5, Assembler::kData).load(6, seconds).op({Op::sd, 6, 5, 0, 0});
    a.call(kNanosleep, {Reg{5}, 0});
    a.line(2).exit(0);
    return a.pad_text().done();
}

}  // namespace

TEST_CASE("when all sleep the clock jumps to the first deadline") {
    Machine machine = boot(config_for({"long", "short"}), {sleeper(5), sleeper(2)});
    step(machine, Pid{201});
    CHECK(row(machine, Pid{201}).waiting_for == "sleep");
    CHECK(!machine.runnable(Pid{201}));  // the other one is ready
    step(machine, Pid{202});
    CHECK(machine.next_task() == Pid{202});
    CHECK(!machine.runnable(Pid{201}));
    step(machine, Pid{202});
    CHECK(machine.observe().clock == kernel::kBootTime + 2);
    step(machine, Pid{202});
    CHECK(machine.next_task() == Pid{201});
    run(machine);
    CHECK(machine.observe().clock == kernel::kBootTime + 5);
    CHECK(machine.ended());
}

TEST_CASE("a read waits for typed input and goes on with it") {
    Assembler a;
    a.line(1).call(kRead, {0, Assembler::kData, 100}).keep(5);
    a.line(2).exit(Reg{5});
    Machine machine = boot(a);
    step(machine, Pid{201});
    CHECK(machine.waiting_for_input());
    CHECK(machine.ended());
    machine.type("ab", false, nullptr);
    CHECK(machine.ended());
    Recorder log;
    machine.type("c\n", false, &log);
    CHECK(log.has(Rule::wake_input));
    CHECK(!machine.waiting_for_input());
    run(machine);
    CHECK(row(machine, Pid{201}).exit_status == 4);
}

TEST_CASE("configured standard input is read to its end, output is kept in order") {
    Assembler a;
    a.line(1).call(kRead, {0, Assembler::kData, 100}).keep(5).call(kWrite, {1, Assembler::kData, Reg{5}});
    a.line(2).call(kRead, {0, Assembler::kData, 100}).exit(Reg{0});
    MachineConfig config = config_for({"test"});
    config.processes[0].stdin_text = "hello\n";
    Machine machine = boot(config, {a.pad_text().done()});
    run(machine);
    REQUIRE(machine.output().size() == 1);
    CHECK(machine.output()[0].bytes == "hello\n");
    CHECK(machine.output()[0].pid == Pid{201});
    CHECK(row(machine, Pid{201}).exit_status == 0);
}

TEST_CASE("a fork bomb is bounded by the task limit and the machine survives it") {
    Assembler a;
    const std::int32_t loop = a.here();
    a.line(1).call(kFork, {});
    a.op({Op::jmp, 0, 0, 0, loop});
    MachineConfig config = config_for({"bomb"});
    config.frames = 400;
    Machine machine = boot(config, {a.done()});
    run(machine, 300);
    CHECK(machine.kernel().tasks.present().size() <= kMaxTasks);
    CHECK(machine.broken_invariants().empty());
}

TEST_CASE("out of memory kills the largest and lets the rest finish") {
    Assembler big;  // touches page after page of a large segment
    big.line(1).call(kShmget, {0, 200 * 4096, 0600}).call(kShmat, {Reg{0}, 0, 0}).keep(10);
    const std::int32_t loop = big.here();
    big.line(2).op({Op::sw, 0, 10, 0, 0}).op({Op::addi, 10, 10, 0, 4096}).op({Op::jmp, 0, 0, 0, loop});
    Assembler small;
    small.line(1).exit(3);
    MachineConfig config = config_for({"big", "small"});
    config.frames = 210;
    config.processes.resize(2);
    Machine machine = boot(config, {big.done(), small.done()});
    machine.step(Pid{202}, StepUnit::line, nullptr);
    CHECK(run(machine, 1000) < 1000);
    CHECK(row(machine, Pid{201}).signal.has_value());
    CHECK(row(machine, Pid{202}).exit_status == 3);
    CHECK(machine.broken_invariants().empty());
}
