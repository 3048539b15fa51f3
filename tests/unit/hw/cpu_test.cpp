#include <doctest/doctest.h>

#include "sim/hw/arithmetic.h"
#include "tests/unit/hw/bench.h"

using namespace bench;
using report::Rule;

namespace {

constexpr std::uint8_t kSp = kStackPointer;
constexpr std::uint8_t kFp = kFramePointer;

// What must not change when an instruction faults.
void check_unchanged(const CpuContext& before, const CpuContext& after) {
    CHECK(before.registers == after.registers);
    CHECK(before.pc == after.pc);
}

}  // namespace

TEST_CASE("loads extend as their type says, floats become doubles") {
    Bench bench = Bench::ready();
    bench.reg(1) = kData.value;
    bench.reg(2) = 0xffff'ffff'ffff'fe80;
    bench.run_text({{Op::sd, 2, 1, 0, 16},
                    {Op::lb, 3, 1, 0, 16},
                    {Op::lbu, 4, 1, 0, 16},
                    {Op::lh, 5, 1, 0, 16},
                    {Op::lhu, 6, 1, 0, 16},
                    {Op::lw, 7, 1, 0, 16},
                    {Op::lwu, 8, 1, 0, 16},
                    {Op::ld, 9, 1, 0, 16}});
    CHECK(bench.reg(3) == static_cast<std::uint64_t>(-128));
    CHECK(bench.reg(4) == 0x80);
    CHECK(bench.reg(5) == static_cast<std::uint64_t>(-384));
    CHECK(bench.reg(6) == 0xfe80);
    CHECK(bench.reg(7) == static_cast<std::uint64_t>(-384));
    CHECK(bench.reg(8) == 0xffff'fe80);
    CHECK(bench.reg(9) == bench.reg(2));

    bench.reg(2) = as_bits(0.1);
    bench.run_text({{Op::sf, 2, 1, 0, 0}, {Op::lf, 3, 1, 0, 0}});
    CHECK(as_double(bench.reg(3)) == static_cast<double>(0.1f));
}

TEST_CASE("stores write their size and no more") {
    Bench bench = Bench::ready();
    bench.reg(1) = kData.value;
    bench.reg(2) = ~0ull;
    bench.run_text({{Op::sb, 2, 1, 0, 0}, {Op::sh, 2, 1, 0, 8}, {Op::sw, 2, 1, 0, 16}, {Op::nop, 0, 0, 0, 0}});
    const auto bytes = bench.hardware.memory.read(bench.entry(kData).pfn());
    CHECK(bytes[0] == 0xff);
    CHECK(bytes[1] == 0);
    CHECK(bytes[9] == 0xff);
    CHECK(bytes[10] == 0);
    CHECK(bytes[19] == 0xff);
    CHECK(bytes[20] == 0);
}

TEST_CASE("an access across a page boundary touches both frames") {
    Bench bench = Bench::ready();
    const Pfn next = bench.map(kData + kPageSize, kReadWrite);
    bench.reg(1) = kData.value + kPageSize - 3;
    bench.reg(2) = 0x1122'3344'5566'7788;
    bench.run_text({{Op::sd, 2, 1, 0, 0}, {Op::ld, 3, 1, 0, 0}});
    CHECK(bench.reg(3) == bench.reg(2));
    CHECK(bench.hardware.memory.read(bench.entry(kData).pfn())[4095] == 0x66);
    CHECK(bench.hardware.memory.read(next)[0] == 0x55);
}

TEST_CASE("a store whose second page is missing writes nothing and names that page") {
    Bench bench = Bench::ready();
    bench.reg(1) = kData.value + kPageSize - 3;
    bench.reg(2) = ~0ull;
    const CpuContext before = bench.context;
    const Trap trap = bench.run_text({{Op::sd, 2, 1, 0, 0}});
    CHECK(trap.kind == TrapKind::page_fault);
    CHECK(trap.fault.address == kData + kPageSize);
    check_unchanged(before, bench.context);
    CHECK(bench.hardware.memory.read(bench.entry(kData).pfn())[4095] == 0);
}

TEST_CASE("a faulting instruction runs again when the page is there") {
    Bench bench = Bench::ready();
    const VirtAddr page{0x7000'0000};
    bench.reg(1) = page.value + 8;
    bench.reg(2) = 42;
    const CpuContext before = bench.context;
    Trap trap = bench.run_text({{Op::sd, 2, 1, 0, 4}});
    CHECK(trap.kind == TrapKind::page_fault);
    CHECK(trap.fault.address == page + 12);
    CHECK(trap.fault.access == Access::write);
    CHECK_FALSE(trap.fault.present);
    CHECK(trap.instructions == 0);
    check_unchanged(before, bench.context);
    const Pfn frame = bench.map(page, kReadWrite);
    trap = bench.run({1});
    CHECK(trap.kind == TrapKind::budget);
    CHECK(bench.hardware.memory.read(frame)[12] == 42);
}

TEST_CASE("call, enter, leave and ret keep everything when the stack faults") {
    const Instruction cases[] = {{Op::call, 0, 0, 0, 5},
                                 {Op::callr, 1, 0, 0, 0},
                                 {Op::enter, 0, 0, 0, 64},
                                 {Op::leave, 0, 0, 0, 0},
                                 {Op::ret, 0, 0, 0, 0}};
    for (const Instruction& instruction : cases) {
        Bench bench = Bench::ready();
        bench.reg(kSp) = 0x6000'1000;
        bench.reg(kFp) = 0x6000'0800;
        bench.reg(1) = kTextBase;
        const CpuContext before = bench.context;
        const Trap trap = bench.run_text({instruction});
        CHECK(trap.kind == TrapKind::page_fault);
        check_unchanged(before, bench.context);
    }
}

TEST_CASE("a call leaves the frame the instruction set describes, and returns") {
    Bench bench = Bench::ready();
    bench.reg(kFp) = 0xf00d;
    const std::uint64_t top = bench.reg(kSp);
    bench.image.text = {{Op::call, 0, 0, 0, 2}, {Op::syscall, 0, 0, 0, 0}, {Op::enter, 0, 0, 0, 32},
                        {Op::ld, 3, kFp, 0, 8}, {Op::leave, 0, 0, 0, 0},   {Op::ret, 0, 0, 0, 0}};
    bench.run({3});
    CHECK(bench.reg(kFp) == top - 16);
    CHECK(bench.reg(kSp) == top - 16 - 32);
    CHECK(bench.reg(3) == kTextBase + 8);
    const Trap trap = bench.run();
    CHECK(trap.kind == TrapKind::syscall);
    CHECK(trap.instructions == 3);
    CHECK(bench.context.pc == 2);
    CHECK(bench.reg(kSp) == top);
    CHECK(bench.reg(kFp) == 0xf00d);
}

TEST_CASE("a jump that leaves the text is a trap with the address") {
    Bench bench = Bench::ready();
    Trap trap = bench.run_text({{Op::jmp, 0, 0, 0, 9}, {Op::nop, 0, 0, 0, 0}});
    CHECK(trap.kind == TrapKind::bad_jump);
    CHECK(trap.fault.address == VirtAddr{kTextBase + 72});
    trap = bench.run_text({{Op::jmp, 0, 0, 0, -1}, {Op::nop, 0, 0, 0, 0}});
    CHECK(trap.fault.address == VirtAddr{kTextBase - 8});
    for (const std::uint64_t target : std::vector<std::uint64_t>{0, kTextBase + 4, kTextBase + 8, ~0ull}) {
        bench.reg(1) = target;
        trap = bench.run_text({{Op::callr, 1, 0, 0, 0}});
        CHECK(trap.kind == TrapKind::bad_jump);
        CHECK(trap.fault.address == VirtAddr{target});
    }
    bench.reg(kSp) = kStack.value;  // zero stands there
    trap = bench.run_text({{Op::ret, 0, 0, 0, 0}});
    CHECK(trap.kind == TrapKind::bad_jump);
    CHECK(trap.fault.address == VirtAddr{0});
}

TEST_CASE("conditional jumps") {
    Bench bench;
    bench.reg(1) = 0;
    bench.run_text({{Op::jz, 1, 0, 0, 2}, {Op::li, 0, 0, 0, 1}, {Op::nop, 0, 0, 0, 0}});
    CHECK(bench.reg(0) == 0);
    bench.run_text({{Op::jnz, 1, 0, 0, 2}, {Op::li, 0, 0, 0, 1}, {Op::nop, 0, 0, 0, 0}});
    CHECK(bench.reg(0) == 1);
}

TEST_CASE("unknown and illegal instructions trap") {
    Bench bench;
    CHECK(bench.run_text({{Op::illegal, 0, 0, 0, 0}}).kind == TrapKind::illegal);
    CHECK(bench.run_text({{static_cast<Op>(250), 255, 255, 255, 0}}).kind == TrapKind::illegal);
    CHECK(bench.run_text({{Op::stmt, 0, 0, 0, 7}}).kind == TrapKind::illegal);
}

TEST_CASE("atomic instructions return the old value") {
    Bench bench = Bench::ready();
    bench.reg(1) = kData.value;
    bench.reg(2) = 5;
    bench.run_text({{Op::xchg, 3, 1, 2, 8}, {Op::xadd, 4, 1, 2, 8}, {Op::ld, 5, 1, 0, 0}});
    CHECK(bench.reg(3) == 0);
    CHECK(bench.reg(4) == 5);
    CHECK(bench.reg(5) == 10);
    bench.reg(6) = 9;
    bench.run_text({{Op::cas, 6, 1, 2, 8}, {Op::ld, 5, 1, 0, 0}});
    CHECK(bench.reg(6) == 10);
    CHECK(bench.reg(5) == 10);
    bench.run_text({{Op::cas, 6, 1, 2, 4}, {Op::ld, 5, 1, 0, 0}});
    CHECK(bench.reg(6) == 10);
    CHECK(bench.reg(5) == 5);
}

TEST_CASE("atomic instructions change as many bytes as they say") {
    for (const std::int32_t bytes : {1, 2, 4, 8}) {
        CAPTURE(bytes);
        const std::uint64_t below = ~std::uint64_t{0} >> (64 - 8 * bytes);  // the bits that may change
        Bench bench = Bench::ready();
        bench.reg(1) = kData.value;
        bench.reg(2) = ~std::uint64_t{0};
        bench.reg(3) = 0x1111'1111'1111'1111;
        bench.run_text({{Op::sd, 2, 1, 0, 0}, {Op::xchg, 4, 1, 3, bytes}, {Op::ld, 5, 1, 0, 0}});
        CHECK(bench.reg(4) == ~std::uint64_t{0});  // sign-extended
        CHECK(bench.reg(5) == ((~below) | (bench.reg(3) & below)));
        bench.reg(6) = bench.reg(3) ^ ~below;  // equal as far as is compared
        bench.run_text({{Op::cas, 6, 1, 2, bytes}, {Op::ld, 5, 1, 0, 0}});
        CHECK(bench.reg(5) == ~std::uint64_t{0});
        bench.run_text({{Op::xadd, 4, 1, 2, bytes}, {Op::ld, 5, 1, 0, 0}});
        CHECK(bench.reg(5) == ~std::uint64_t{1});
    }
}

TEST_CASE("an atomic instruction of another size is illegal") {
    Bench bench = Bench::ready();
    bench.reg(1) = kData.value;
    for (const std::int32_t bytes : {0, 3, 16, -8}) {
        CAPTURE(bytes);
        CHECK(bench.run_text({{Op::cas, 6, 1, 2, bytes}}).kind == TrapKind::illegal);
    }
}

TEST_CASE("an atomic instruction needs write permission even when it would only read") {
    Bench bench;
    bench.map(kData, kReadOnly);
    bench.reg(1) = kData.value;
    bench.reg(6) = 1;
    const Trap trap = bench.run_text({{Op::cas, 6, 1, 2, 8}});
    CHECK(trap.kind == TrapKind::page_fault);
    CHECK(trap.fault.access == Access::write);
    CHECK(trap.fault.present);
}

TEST_CASE("accesses are reported only to who asks, and stop a run that is to stop at them") {
    Bench bench = Bench::ready();
    bench.reg(1) = kData.value;
    bench.reg(2) = 7;
    const std::vector<Instruction> text = {{Op::nop, 0, 0, 0, 0}, {Op::sw, 2, 1, 0, 0}, {Op::lw, 3, 1, 0, 0}};
    Recorder recorder;
    bench.run_text(text, &recorder);
    CHECK(recorder.rules() == std::vector{Rule::tlb_miss, Rule::walk_done, Rule::tlb_fill, Rule::dirty_set});
    recorder.events.clear();
    recorder.accesses = true;
    bench.run_text(text, &recorder);
    REQUIRE(recorder.rules() == std::vector{Rule::store, Rule::load});
    CHECK(recorder.events[0].args == std::array<std::uint64_t, 6>{kData.value, 4, 7, 0, 0, 0});

    RunLimits limits;
    limits.stop_after_access = true;
    bench.context.pc = 0;
    const Trap trap = bench.run(limits);
    CHECK(trap.kind == TrapKind::access);
    CHECK(trap.instructions == 2);
    CHECK(bench.context.pc == 2);
}

TEST_CASE("the context is whole at every event") {
    struct Watcher : Recorder {
        CpuContext* context = nullptr;
        std::vector<std::uint32_t> counters;
        void on(const report::Event& event) override {
            Recorder::on(event);
            counters.push_back(context->pc);
        }
    };
    Bench bench = Bench::ready();
    bench.reg(1) = kData.value;
    Watcher watcher;
    watcher.accesses = true;
    watcher.context = &bench.context;
    bench.run_text({{Op::nop, 0, 0, 0, 0}, {Op::nop, 0, 0, 0, 0}, {Op::ld, 3, 1, 0, 0}}, &watcher);
    CHECK(watcher.counters == std::vector<std::uint32_t>{2, 2, 2, 2});
}

namespace {

// Statements 0..4 on lines 10, 10, 11, 12, 12; instruction 2i is statement i, 2i + 1 a nop; then a jump back to 2.
Bench stepping_bench() {
    Bench bench;
    for (const std::uint32_t line : {10u, 10u, 11u, 12u, 12u}) bench.image.statements.push_back({0, line, 1, 0});
    for (int i = 0; i < 5; ++i) {
        bench.image.text.push_back({Op::stmt, 0, 0, 0, i});
        bench.image.text.push_back({Op::nop, 0, 0, 0, 0});
    }
    bench.image.text.push_back({Op::jmp, 0, 0, 0, 2});
    return bench;
}

std::uint32_t next_stop(Bench& bench) {
    const Trap trap = bench.run();
    CHECK(trap.kind == TrapKind::statement);
    CHECK(bench.context.at_statement);
    return bench.context.pc;
}

}  // namespace

TEST_CASE("a line step ends before a statement of another line or one further back") {
    Bench bench = stepping_bench();
    CHECK(next_stop(bench) == 0);  // before the very first statement
    CHECK(next_stop(bench) == 4);  // line 11; statement 1 is on line 10 too
    CHECK(next_stop(bench) == 6);  // line 12
    CHECK(next_stop(bench) == 2);  // the jump back
    CHECK(bench.context.statement == 4);
    CHECK(next_stop(bench) == 4);
    CHECK(bench.context.statement == 1);
}

TEST_CASE("a loop on one line stops at each turn") {
    Bench bench = stepping_bench();
    bench.image.text = {{Op::stmt, 0, 0, 0, 1}, {Op::jmp, 0, 0, 0, 0}};
    bench.context.statement = 0;
    bench.context.at_statement = true;
    CHECK(next_stop(bench) == 0);
    CHECK(next_stop(bench) == 0);
}

TEST_CASE("another file is another line") {
    Bench bench = stepping_bench();
    bench.image.statements[1].file = 1;
    CHECK(next_stop(bench) == 0);
    CHECK(next_stop(bench) == 2);
}

TEST_CASE("no statement stops a task that has left its steps behind, but it still knows where it is") {
    Bench bench = stepping_bench();
    bench.image.text.pop_back();
    bench.image.text.insert(bench.image.text.begin(), {Op::no_steps, 0, 0, 0, 0});
    bench.image.text.push_back({Op::syscall, 0, 0, 0, 0});
    CHECK(bench.run().kind == TrapKind::syscall);
    CHECK(bench.context.no_steps);
    CHECK(bench.context.statement == 4);

    Bench unstopped = stepping_bench();
    RunLimits limits;
    limits.stop_at_statement = false;
    limits.instructions = 7;
    const Trap trap = unstopped.run(limits);
    CHECK(trap.kind == TrapKind::budget);
    CHECK(trap.instructions == 7);
    CHECK(unstopped.context.statement == 3);
}

TEST_CASE("a run resumed in slices equals a run in one") {
    Bench whole = stepping_bench();
    Bench sliced = stepping_bench();
    RunLimits all;
    all.stop_at_statement = false;
    all.instructions = 100;
    whole.run(all);
    RunLimits one = all;
    one.instructions = 1;
    for (int i = 0; i < 100; ++i) sliced.run(one);
    CHECK(state_hash(whole.context) == state_hash(sliced.context));
}

TEST_CASE("a function is found by any of its instructions") {
    Image image;
    image.functions.resize(2);
    image.functions[0] = {"first", 0, 1, 2, 5, false, {}};
    image.functions[1] = {"second", 0, 9, 5, 8, false, {}};
    CHECK(image.function_at(1) == nullptr);
    CHECK(image.function_at(2)->name == "first");
    CHECK(image.function_at(5)->name == "second");
    CHECK(image.function_at(8) == nullptr);
}
