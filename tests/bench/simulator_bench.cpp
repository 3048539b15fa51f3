// The simulator: instructions, system-call rounds, snapshots, seeks.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "tests/bench/programs.h"
#include "tests/bench/real_program.h"

namespace {

using sim::machine::Machine;
using sim::machine::StepUnit;

constexpr long kRounds = 20'000;

void run_to_end(Machine& machine) {
    while (auto pid = machine.next_task()) machine.step(*pid, StepUnit::line, nullptr);
}

void simulated_instructions(benchmark::State& state) {
    Machine machine = bench::machine_with("count.c", {}, 1024);
    const sim::Pid pid = *machine.next_task();
    const std::uint64_t before = machine.instructions();
    for (auto _ : state) machine.step(pid, StepUnit::line, nullptr);
    state.SetItemsProcessed(static_cast<std::int64_t>(machine.instructions() - before));
}
BENCHMARK(simulated_instructions)->Name("simulated instructions");

void simulated_rounds(benchmark::State& state) {
    const Machine booted = bench::machine_with("rounds.c", {std::to_string(kRounds)}, sim::kDefaultFrames);
    for (auto _ : state) {
        Machine machine = booted;
        run_to_end(machine);
    }
    state.SetItemsProcessed(state.iterations() * kRounds);
}
BENCHMARK(simulated_rounds)->Name("shmat+touch+shmdt, simulated")->Unit(benchmark::kMillisecond);

void real_rounds(benchmark::State& state) {
    const bench::RealProgram program("rounds");
    if (!program.ready()) {
        state.SkipWithError("no C compiler or no private IPC namespace here");
        return;
    }
    for (auto _ : state) state.SetIterationTime(program.seconds({}, kRounds));
    state.SetItemsProcessed(state.iterations() * kRounds);
}
BENCHMARK(real_rounds)->Name("shmat+touch+shmdt, real kernel")->UseManualTime()->Unit(benchmark::kMillisecond);

// A snapshot as the history takes it: one line runs, then the world is copied and hashed. The line itself is not
// counted.
void snapshot(benchmark::State& state) {
    Machine machine = bench::machine_with("count.c", {}, static_cast<std::uint32_t>(state.range(0)));
    const sim::Pid pid = *machine.next_task();
    benchmark::DoNotOptimize(machine.hash());
    Machine kept = machine;
    for (auto _ : state) {
        state.PauseTiming();
        machine.step(pid, StepUnit::line, nullptr);
        state.ResumeTiming();
        kept = machine;
        benchmark::DoNotOptimize(kept.hash());
    }
}
BENCHMARK(snapshot)->Name("snapshot with hash, frames:")->Arg(64)->Arg(1 << 20)->Iterations(20'000);

void random_seek(benchmark::State& state) {
    static sim::history::Timeline timeline = [] {
        sim::history::Timeline recorded = bench::timeline_with("count.c", 1024);
        recorded.seek(1'000'000);
        return recorded;
    }();
    std::uint64_t where = 12345;
    for (auto _ : state) {
        where = (where * 6364136223846793005ull + 1442695040888963407ull);
        timeline.seek((where >> 33) % 1'000'000);
    }
}
BENCHMARK(random_seek)->Name("random seek in 1,000,000 steps")->Unit(benchmark::kMillisecond);

}  // namespace
