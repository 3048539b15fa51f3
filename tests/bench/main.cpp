// Runs the benchmarks, then says what matters as ratios of the same run.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <map>
#include <string>

namespace {

// Prints as usual and keeps nanoseconds an iteration (or an item, where items are counted) by name.
class Keeping : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        benchmark::ConsoleReporter::ReportRuns(runs);
        for (const Run& run : runs) {
            if (run.error_occurred) continue;
            const auto items = run.counters.find("items_per_second");
            const double iterations = static_cast<double>(run.iterations);
            nanoseconds_[run.benchmark_name()] =
                items != run.counters.end() ? 1e9 / items->second.value : run.real_accumulated_time / iterations * 1e9;
        }
    }

    // Nanoseconds of the first benchmark whose name begins with `name`; 0 when it did not run.
    double of(const std::string& name) const {
        const auto found = nanoseconds_.lower_bound(name);
        return found != nanoseconds_.end() && found->first.rfind(name, 0) == 0 ? found->second : 0;
    }

private:
    std::map<std::string, double> nanoseconds_;
};

void ratio(const Keeping& times, const char* what, const char* above, const char* below, const char* target) {
    if (times.of(above) == 0 || times.of(below) == 0) return;
    std::printf("%-58s %8.2f   target %s\n", what, times.of(above) / times.of(below), target);
}

void figure(const Keeping& times, const char* what, const char* name, double scale, const char* target) {
    if (times.of(name) == 0) return;
    std::printf("%-58s %8.2f   target %s\n", what, times.of(name) * scale, target);
}

// A ratio on the real kernel, beside the one seen when this was designed.
void seen(const Keeping& times, const char* what, const char* above, const char* below, const char* before) {
    if (times.of(above) == 0 || times.of(below) == 0) return;
    std::printf("%-58s %8.2f   seen before %s\n", what, times.of(above) / times.of(below), before);
}

void tell_channels(const Keeping& times) {
    seen(times, "1 KiB: shared memory with sem_t / pipe", "1 KiB by shm and sem_t", "1 KiB by pipe", "0.96");
    seen(times, "1 KiB: shared memory with semop / pipe", "1 KiB by shm and semop", "1 KiB by pipe", "2.06");
    seen(times, "1 KiB: message queue / pipe", "1 KiB by queue", "1 KiB by pipe", "2.92");
    seen(times, "1 MiB: pipe / shared memory with sem_t", "1 MiB by pipe", "1 MiB by shm and sem_t", "5.4");
    seen(times, "1 MiB: pipe / shared memory with semop", "1 MiB by pipe", "1 MiB by shm and semop", "5.4");
    seen(times, "1 MiB: message queue / pipe", "1 MiB by queue", "1 MiB by pipe", "-");
    seen(times, "shmat+shmdt: 256 pages / 1 page, untouched", "shmat+shmdt of 256 pages, untouched",
         "shmat+shmdt of 1 page", "1");
    seen(times, "shmat+shmdt of 256 pages: written / untouched", "shmat+shmdt of 256 pages, all",
         "shmat+shmdt of 256 pages, untouched", "85");
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    Keeping times;
    benchmark::RunSpecifiedBenchmarks(&times);

    std::printf("\n");
    if (const double instruction = times.of("simulated instructions"); instruction > 0) {
        std::printf("%-58s %8.1f\n", "simulated instructions, million per second", 1e3 / instruction);
    }
    ratio(times, "shmat+touch+shmdt: simulated / real kernel", "shmat+touch+shmdt, simulated",
          "shmat+touch+shmdt, real kernel", "<= 1");
    figure(times, "snapshot with hash, 64 frames, us", "snapshot with hash, frames:/64", 1e-3, "2");
    figure(times, "snapshot with hash, 1,048,576 frames, us", "snapshot with hash, frames:/1048576", 1e-3, "< 50");
    figure(times, "random seek in 1,000,000 steps, ms", "random seek in 1,000,000 steps", 1e-6, "< 16");
    ratio(times, "one frame at 1920x1080 / ShowDemoWindow alone", "frame of scenario 1", "frame of ShowDemoWindow",
          "< 6");
    ratio(times, "shmscope trace / strace -f -e trace=shm…, mostly other calls", "100,000 other calls, shmscope trace",
          "100,000 other calls, strace -f", "<= 1");
    tell_channels(times);
    return 0;
}
