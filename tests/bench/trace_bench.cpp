// What recording a program costs, beside strace of the same program: its calls are mostly others.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>

#include "tests/bench/real_program.h"

namespace {

const bench::RealProgram& program() {
    static const bench::RealProgram it("mostly_other_calls");
    return it;
}

void under(benchmark::State& state, const std::string& tracer) {
    if (!program().ready()) {
        state.SkipWithError("no C compiler or no private IPC namespace here");
        return;
    }
    const std::string command = tracer + " '" + program().path() + "' 100000 >/dev/null 2>&1";
    for (auto _ : state) {
        const auto start = std::chrono::steady_clock::now();
        if (std::system(command.c_str()) != 0) state.SkipWithError("the tracer does not run here");
        state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
}

#define SHMSCOPE_TRACED(label, name, tracer) \
    BENCHMARK_CAPTURE(under, name, tracer)->Name(label)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3)

SHMSCOPE_TRACED("100,000 other calls, untraced", untraced, "");
SHMSCOPE_TRACED("100,000 other calls, shmscope trace", ours, std::string(SHMSCOPE_EXECUTABLE) + " trace --");
SHMSCOPE_TRACED("100,000 other calls, strace -f", theirs, "strace -f -e trace=shmget,shmat,shmdt,shmctl");

}  // namespace
