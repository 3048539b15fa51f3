// /proc/meminfo, uptime, version, loadavg.
//
// Known inaccuracies: what this machine has not got (slabs, huge pages, a buffer cache) is left out of meminfo; the
// load is not averaged.
#include "sim/kernel/sys/proc_reader.h"

namespace sim::kernel {
namespace {

using report::FrameOwner;

struct FrameCounts {
    std::uint64_t anonymous = 0, shmem = 0, cache = 0, tables = 0, mapped = 0;
};

FrameCounts count_frames(const Memory& memory) {
    FrameCounts counts;
    memory.frames.for_each_used([&](Pfn, const FrameInfo& info) {
        switch (info.owner) {
            case FrameOwner::private_: ++counts.anonymous; break;
            case FrameOwner::segment:
            case FrameOwner::object: ++counts.shmem; break;
            case FrameOwner::cache: ++counts.cache; break;
            case FrameOwner::table: ++counts.tables; break;
            case FrameOwner::kernel:
            case FrameOwner::free: return;
        }
        const bool file = info.owner != FrameOwner::private_ && info.owner != FrameOwner::table;
        if (file && info.mapcount > 0) ++counts.mapped;
    });
    return counts;
}

std::string line(const char* name, std::uint64_t pages) {
    return formatted("%-15s %8lu kB\n", (std::string(name) + ":").c_str(), pages * kPageSize >> 10);
}

std::string meminfo_text(const Memory& memory) {
    const FrameCounts counts = count_frames(memory);
    const std::uint64_t free = memory.frames.free_count();
    // "CommitLimit = (total RAM - …) * overcommit_ratio / 100 + total swap" (proc_meminfo(5)), the ratio being 50.
    const std::uint64_t limit = memory.frames.size() / 2 + memory.swap.size();
    return line("MemTotal", memory.frames.size()) + line("MemFree", free) + line("MemAvailable", free + counts.cache) +
           line("Buffers", 0) + line("Cached", counts.cache + counts.shmem) + line("SwapCached", 0) +
           line("SwapTotal", memory.swap.size()) + line("SwapFree", memory.swap.size() - memory.swap.used()) +
           line("AnonPages", counts.anonymous) + line("Mapped", counts.mapped) + line("Shmem", counts.shmem) +
           line("PageTables", counts.tables) + line("CommitLimit", limit) + line("Committed_AS", memory.committed);
}

std::string uptime_text(const Kernel& kernel) {
    const std::int64_t hundredths = (kernel.now() - kBootTime * kNanosecondsPerSecond) / 10'000'000;
    const std::int64_t idle = kernel.slept / 10'000'000;
    return formatted("%ld.%02ld %ld.%02ld\n", hundredths / 100, hundredths % 100, idle / 100, idle % 100);
}

std::string loadavg_text(const Kernel& kernel) {
    std::size_t running = 0;
    for (Pid pid : kernel.tasks.present()) running += kernel.tasks[pid].state == report::TaskState::ready;
    return formatted("%zu.00 %zu.00 %zu.00 %zu/%zu %d\n", running, running, running, running,
                     kernel.tasks.present().size(), kernel.tasks.next_pid().value - 1);
}

}  // namespace

std::optional<std::string> system_text(const ProcReader& reader, std::string_view name) {
    if (name == "meminfo") return meminfo_text(reader.kernel.memory);
    if (name == "uptime") return uptime_text(reader.kernel);
    if (name == "loadavg") return loadavg_text(reader.kernel);
    if (name == "version") return "Linux version 6.18.0-shmscope (simulated) #1 SMP\n";
    return std::nullopt;
}

}  // namespace sim::kernel
