// What a message costs on the real kernel, by its size and the way it goes, and what attaching costs.
#include <benchmark/benchmark.h>

#include "tests/bench/real_program.h"

namespace {

constexpr long kSmall = 1024, kLarge = 1'048'576;  // bytes of a message

const bench::RealProgram& channels() {
    static const bench::RealProgram program("channels");
    return program;
}

void measure(benchmark::State& state, const std::vector<std::string>& arguments, long rounds) {
    if (!channels().ready()) {
        state.SkipWithError("no C compiler or no private IPC namespace here");
        return;
    }
    for (auto _ : state) state.SetIterationTime(channels().seconds(arguments, rounds));
    state.SetItemsProcessed(state.iterations() * rounds);
}

void message(benchmark::State& state, const char* way, long size) {
    measure(state, {way, std::to_string(size)}, size == kSmall ? 200'000 : 2'000);
}

void attach(benchmark::State& state, long pages, long written) {
    measure(state, {"attach", std::to_string(pages), std::to_string(written)}, written > 1 ? 500 : 50'000);
}

#define SHMSCOPE_CHANNEL(label, ...) \
    BENCHMARK_CAPTURE(__VA_ARGS__)->Name(label)->UseManualTime()->Unit(benchmark::kMillisecond)->MinTime(1)

SHMSCOPE_CHANNEL("1 KiB by pipe, real kernel", message, pipe_small, "pipe", kSmall);
SHMSCOPE_CHANNEL("1 KiB by queue, real kernel", message, queue_small, "queue", kSmall);
SHMSCOPE_CHANNEL("1 KiB by shm and semop, real kernel", message, semop_small, "semop", kSmall);
SHMSCOPE_CHANNEL("1 KiB by shm and sem_t, real kernel", message, posix_small, "posix", kSmall);
SHMSCOPE_CHANNEL("1 MiB by pipe, real kernel", message, pipe_large, "pipe", kLarge);
SHMSCOPE_CHANNEL("1 MiB by queue, real kernel", message, queue_large, "queue", kLarge);
SHMSCOPE_CHANNEL("1 MiB by shm and semop, real kernel", message, semop_large, "semop", kLarge);
SHMSCOPE_CHANNEL("1 MiB by shm and sem_t, real kernel", message, posix_large, "posix", kLarge);
SHMSCOPE_CHANNEL("shmat+shmdt of 1 page, untouched", attach, attach_1, 1, 0);
SHMSCOPE_CHANNEL("shmat+shmdt of 256 pages, untouched", attach, attach_256, 256, 0);
SHMSCOPE_CHANNEL("shmat+shmdt of 256 pages, all written", attach, attach_256_written, 256, 256);

}  // namespace
