// Steps, turns, snapshots, runs.
#include "tests/unit/machine/assembler.h"

using namespace machine_test;

namespace {

constexpr int kFlags = kIpcCreat | 0600;

// 1 shmget, 2 shmat, 3 store 42, 4 shmdt, 5 exit(0). The attach is in r11.
std::shared_ptr<const hw::Image> producer() {
    Assembler a;
    a.line(1).call(kShmget, {0x1234, 3 * 4096, kFlags}).keep(10);
    a.line(2).call(kShmat, {Reg{10}, 0, 0}).keep(11);
    a.line(3).load(5, 42).op({Op::sw, 5, 11, 0, 0});
    a.line(4).call(kShmdt, {Reg{11}});
    a.line(5).exit(0);
    return a.done("producer");
}

// 1 shmget, 2 shmat, 3 exit(what is there).
std::shared_ptr<const hw::Image> consumer() {
    Assembler a;
    a.line(1).call(kShmget, {0x1234, 3 * 4096, kFlags}).keep(10);
    a.line(2).call(kShmat, {Reg{10}, 0, 0}).keep(11);
    a.line(3).op({Op::lw, 5, 11, 0, 0}).exit(Reg{5});
    return a.done("consumer");
}

Machine two_processes(bool spread = false) {
    MachineConfig config = config_for({"producer", "consumer"});
    config.first_shmid = 5;
    config.spread_layout = spread;
    return boot(config, {producer(), consumer()});
}

VirtAddr first_attach(const Machine& machine, Pid pid) {
    const report::TaskRow task = row(machine, pid);
    for (const report::AreaRow& area : task.areas) {
        if (area.kind == report::AreaKind::shm) return area.start;
    }
    return {};
}

}  // namespace

TEST_CASE("a booted machine stands before the first statement of every process") {
    const Machine machine = two_processes();
    const report::State state = machine.observe();
    REQUIRE(state.processes.size() == 2);
    CHECK(state.processes[0].pid == Pid{201});
    CHECK(state.processes[1].pid == Pid{202});
    for (const report::TaskRow& task : state.processes) {
        CHECK(task.line == 1);
        CHECK(task.file == "test.c");
        CHECK(task.last_line == 0);
        CHECK(task.state == TaskState::ready);
        CHECK(task.ppid == Pid{1});
    }
    CHECK(machine.next_task() == Pid{201});
    CHECK(machine.broken_invariants().empty());
    CHECK(state.clock == kernel::kBootTime);
}

TEST_CASE("two processes, one frame: reserved at shmget, mapped at shmat, made at the touch, shared") {
    Machine machine = two_processes();
    const Pid p = process(machine, "producer"), c = process(machine, "consumer");
    step(machine, p);
    CHECK(row(machine, p).last_line == 1);
    CHECK(row(machine, p).line == 2);
    report::State state = machine.observe();
    REQUIRE(state.segments.size() == 1);
    CHECK(state.segments[0].shmid == ShmId{5});
    CHECK(state.segments[0].resident == 0);
    step(machine, p);
    CHECK(first_attach(machine, p) == VirtAddr{0x7fff'f7ff'5000});
    CHECK(machine.observe().segments[0].nattch == 1);
    CHECK(machine.observe().segments[0].resident == 0);
    const std::uint64_t faults = row(machine, p).minor_faults;
    step(machine, p);
    CHECK(row(machine, p).minor_faults == faults + 1);
    CHECK(machine.observe().segments[0].resident == 1);
    step(machine, c, 3);
    state = machine.observe();
    CHECK(state.process(c)->state == TaskState::ended);
    CHECK(state.process(c)->exit_status == 42);
    CHECK(state.process(c)->line == 0);
    CHECK(state.frame(state.segments[0].pages[0])->mapcount == 1);
    CHECK(machine.peek(p, VirtAddr{0x7fff'f7ff'5000}, 4) == std::vector<std::uint8_t>{42, 0, 0, 0});
}

TEST_CASE("the first touch: miss, walk, fault, frame, entry, then the access again, all in the task's name") {
    Machine machine = two_processes();
    const Pid p = process(machine, "producer");
    step(machine, p, 2);
    Recorder log;
    step(machine, p, 1, &log);
    const Rule order[] = {Rule::tlb_miss,    Rule::walk_done, Rule::fault_enter, Rule::area_found,  Rule::page_absent,
                          Rule::frame_alloc, Rule::pte_set,   Rule::fault_minor, Rule::access_retry};
    for (std::size_t i = 1; i < std::size(order); ++i) CHECK(log.position(order[i - 1]) < log.position(order[i]));
    CHECK(log.has(Rule::access_retry));
    for (const report::Event& event : log.events) CHECK(event.pid == p);
}

TEST_CASE("processes take turns by pid, the run ends when nobody can go on") {
    Machine machine = two_processes();
    machine.step(*machine.next_task(), StepUnit::line, nullptr);
    CHECK(machine.next_task() == Pid{202});
    machine.step(*machine.next_task(), StepUnit::line, nullptr);
    CHECK(machine.next_task() == Pid{201});
    CHECK(machine.next_task_after(Pid{201}) == Pid{202});
    CHECK(run(machine) == 6);
    CHECK(machine.ended());
    CHECK(!machine.runnable(Pid{201}));
    CHECK(machine.observe().segments.size() == 1);  // nobody removed it
}

TEST_CASE("an access step makes one data access") {
    Machine machine = two_processes();
    const Pid p = process(machine, "producer");
    step(machine, p, 2);
    Recorder log;
    log.accesses = true;
    machine.step(p, StepUnit::access, &log);
    CHECK(log.events.back().rule == Rule::store);
    CHECK(machine.observe().segments[0].resident == 1);
}

TEST_CASE("a copy is a snapshot: it goes its own way, and the same steps lead to the same state") {
    Machine machine = two_processes();
    const std::uint64_t start = machine.hash();
    Machine copy = machine;
    CHECK(copy.hash() == start);
    run(copy);
    CHECK(copy.hash() != start);
    CHECK(machine.hash() == start);
    CHECK(machine.observe().segments.empty());
    run(machine);
    CHECK(machine.hash() == copy.hash());
    CHECK(two_processes().hash() == start);
}

namespace {
// Copies the machine at every event, as stepping by event does.
struct Snapshots : report::Sink {
    explicit Snapshots(const Machine& observed) : machine(observed) {}
    void on(const report::Event&) override {
        copies.push_back(machine);
        hashes.push_back(machine.hash());
        machine.observe();
    }
    const Machine& machine;
    std::vector<Machine> copies;
    std::vector<std::uint64_t> hashes;
};
}  // namespace

TEST_CASE("snapshots taken inside steps are not changed by what follows") {
    Machine machine = two_processes();
    Machine plain = machine;
    Snapshots snapshots(machine);
    while (const auto pid = machine.next_task()) machine.step(*pid, StepUnit::line, &snapshots);
    run(plain);
    CHECK(machine.hash() == plain.hash());  // looking changes nothing
    CHECK(snapshots.copies.size() > 50);
    for (std::size_t i = 0; i < snapshots.copies.size(); ++i) CHECK(snapshots.copies[i].hash() == snapshots.hashes[i]);
}

TEST_CASE("a second run meets what the first left behind") {
    Assembler a;
    a.line(1).call(kShmget, {0x77, 4096, kFlags | kIpcExcl}).op({Op::neg, 5, 0, 0, 0});
    a.line(2).exit(Reg{5});
    Machine machine = boot(a);
    run(machine);
    CHECK(row(machine, Pid{201}).exit_status == 0);
    machine.run_again(nullptr);
    CHECK(process(machine, "test") == Pid{202});
    CHECK(machine.next_task() == Pid{202});
    run(machine);
    CHECK(row(machine, Pid{202}).exit_status == 17);  // EEXIST
    CHECK(row(machine, Pid{202}).run == 1);
    CHECK(machine.observe().processes.size() == 2);
    CHECK(machine.broken_invariants().empty());
}

TEST_CASE("spread layout maps one segment elsewhere in each process, the same for the same seed") {
    Machine machine = two_processes(true);
    const Pid p = process(machine, "producer"), c = process(machine, "consumer");
    step(machine, p, 2);
    step(machine, c, 2);
    const VirtAddr in_p = first_attach(machine, p), in_c = first_attach(machine, c);
    CHECK(in_p == VirtAddr{0x7fff'f7ff'5000});
    CHECK(in_c.page_aligned());
    CHECK(in_p - in_c >= 1u << 20);
    Machine again = two_processes(true);
    step(again, c, 2);
    CHECK(first_attach(again, c) == in_c);
}

TEST_CASE("a loop that waits for ever gives way after its share of instructions") {
    Assembler a;
    a.line(1);
    a.op({Op::jmp, 0, 0, 0, a.here()});
    Machine machine = boot(a);
    const std::uint64_t before = machine.instructions();
    step(machine, Pid{201});
    CHECK(machine.instructions() - before == kLineStepInstructions);
    CHECK(machine.next_task() == Pid{201});
}

TEST_CASE("the initial stack: argc, argv, NULL, environment, 16-byte aligned") {
    Assembler a;
    // r5 = argc, r6 = argv[1], r7 = first byte of it; exit(argc * 10 + (byte - 'a') + (sp & 15))
    const std::uint8_t sp = hw::kStackPointer;
    a.line(1).op({Op::ld, 5, sp, 0, 0}).op({Op::ld, 6, sp, 0, 16}).op({Op::lbu, 7, 6, 0, 0});
    a.load(8, 10).op({Op::mul, 5, 5, 8, 0}).op({Op::addi, 7, 7, 0, -'a'}).op({Op::add, 5, 5, 7, 0});
    a.op({Op::andi, 9, sp, 0, 15}).op({Op::add, 5, 5, 9, 0}).exit(Reg{5});
    MachineConfig config = config_for({"test"});
    config.processes[0].args = {"cat", "x"};
    Machine machine = boot(config, {a.done()});
    run(machine);
    CHECK(row(machine, Pid{201}).exit_status == 32);
}

TEST_CASE("machines of any size boot, even too small for their processes") {
    for (std::uint32_t frames : {kMinFrames, 17u, 20u, 24u, 32u}) {
        MachineConfig config = config_for({"producer", "consumer"});
        config.frames = frames;
        Machine machine = boot(config, {producer(), consumer()});
        CHECK(run(machine) < 100);
        CHECK(machine.broken_invariants().empty());
    }
}
