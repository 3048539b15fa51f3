// /proc/PID/status, stat, statm, limits, comm and cmdline, as fs/proc/array.c and base.c of Linux print them.
//
// Known inaccuracies: VmPeak and VmHWM are what VmSize and VmRSS are now; context switches are not counted; a process's
// scheduling, terminal and memory layout fields of stat are those of a process that never asked for others.
#include <algorithm>

#include "sim/kernel/mm/page_table.h"
#include "sim/kernel/mm/user_copy.h"
#include "sim/kernel/proc/signals.h"
#include "sim/kernel/sys/proc_reader.h"

namespace sim::kernel {
namespace {

using report::AreaKind;
using report::TaskState;

struct StateLetter {
    char letter;
    const char* word;
};

StateLetter state_of(const Task& task) {
    switch (task.state) {
        case TaskState::ready: return {'R', "running"};
        case TaskState::blocked: return {'S', "sleeping"};
        case TaskState::stopped: return {'T', "stopped"};
        case TaskState::zombie: return {'Z', "zombie"};
        case TaskState::ended: break;
    }
    return {'X', "dead"};
}

const AddressSpace* space_of(const ProcReader& reader, const Task& process) {
    const bool has = process.mm != kNoMm && reader.kernel.memory.spaces.contains(process.mm);
    return has ? &reader.kernel.memory.spaces[process.mm] : nullptr;
}

// Pages of the areas that fulfil a condition.
template <class Condition>
std::uint64_t pages_where(const AddressSpace& space, Condition condition) {
    std::uint64_t pages = 0;
    for (const Area& area : space.areas) {
        if (condition(area)) pages += area.pages();
    }
    return pages;
}

// mm_struct's data_vm, stack_vm and the text of the program, in pages.
std::uint64_t data_pages(const AddressSpace& space) {
    return pages_where(
        space, [](const Area& area) { return area.perms.write && !area.perms.shared && area.kind != AreaKind::stack; });
}
std::uint64_t stack_pages(const AddressSpace& space) {
    return pages_where(space, [](const Area& area) { return area.kind == AreaKind::stack; });
}
std::uint64_t text_pages(const AddressSpace& space) {
    return pages_where(space, [](const Area& area) { return area.kind == AreaKind::text; });
}

// Page tables but the topmost.
std::uint64_t table_pages(const ProcReader& reader, const AddressSpace& space) {
    std::uint64_t tables = 0;
    walk_tables(
        reader.hardware.memory, space.root, hw::kTopLevel, 0, kUserTop,
        [&](Pfn, int level, VirtAddr) { tables += level < hw::kTopLevel; }, [](VirtAddr, EntryPlace, hw::Pte) {});
    return tables;
}

std::string kilobytes(const char* name, std::uint64_t bytes) {
    return formatted("%s:\t%8lu kB\n", name, bytes >> 10);
}

std::string memory_lines(const ProcReader& reader, const AddressSpace& space) {
    const AreaUsage usage = space_usage(reader, space);
    const std::uint64_t total = space.total_pages() * kPageSize;
    return kilobytes("VmPeak", total) + kilobytes("VmSize", total) +
           kilobytes("VmLck", space.locked_pages() * kPageSize) + kilobytes("VmPin", 0) +
           kilobytes("VmHWM", usage.rss) + kilobytes("VmRSS", usage.rss) + kilobytes("RssAnon", usage.rss_anonymous) +
           kilobytes("RssFile", usage.rss_file) + kilobytes("RssShmem", usage.rss_shmem) +
           kilobytes("VmData", data_pages(space) * kPageSize) + kilobytes("VmStk", stack_pages(space) * kPageSize) +
           kilobytes("VmExe", text_pages(space) * kPageSize) + kilobytes("VmLib", 0) +
           kilobytes("VmPTE", table_pages(reader, space) * kPageSize) + kilobytes("VmSwap", space.swapped * kPageSize) +
           kilobytes("HugetlbPages", 0) + "CoreDumping:\t0\nTHP_enabled:\t0\nuntag_mask:\t0xffffffffffffffff\n";
}

SignalSet set_of(const std::vector<SignalInfo>& pending) {
    SignalSet set = 0;
    for (const SignalInfo& info : pending) set |= signal_bit(info.signal);
    return set;
}

struct Dispositions {
    SignalSet ignored = 0, caught = 0;
};

Dispositions dispositions_of(const Task& process) {
    Dispositions found;
    const auto& actions = *process.process_signals.actions;
    for (int signal = 1; signal < static_cast<int>(actions.size()); ++signal) {
        const std::uint64_t handler = actions[static_cast<std::size_t>(signal)].handler;
        if (handler == kSigIgn) found.ignored |= signal_bit(signal);
        if (handler > kSigIgn) found.caught |= signal_bit(signal);
    }
    return found;
}

std::string signal_lines(const Task& process) {
    const Dispositions found = dispositions_of(process);
    const std::size_t queued = process.signals.pending.size() + process.process_signals.pending.size();
    std::string text = formatted("SigQ:\t%zu/%lu\n", queued, process.limits.pending_signals);
    const std::pair<const char*, SignalSet> sets[] = {
        {"SigPnd", set_of(process.signals.pending)},
        {"ShdPnd", set_of(process.process_signals.pending)},
        {"SigBlk", process.signals.blocked},
        {"SigIgn", found.ignored},
        {"SigCgt", found.caught},
    };
    for (const auto& [name, set] : sets) text += formatted("%s:\t%016lx\n", name, set);
    return text;
}

std::string identity_lines(const ProcReader& reader, const Task& process) {
    const Credentials& who = process.credentials;
    const StateLetter state = state_of(process);
    const int pid = process.pid.value;
    std::string text = "Name:\t" + comm_of(reader, process) + "\n";
    if (process.alive()) text += formatted("Umask:\t%04o\n", process.umask);
    text += formatted("State:\t%c (%s)\nTgid:\t%d\nNgid:\t0\nPid:\t%d\nPPid:\t%d\nTracerPid:\t0\n", state.letter,
                      state.word, pid, pid, process.ppid.value);
    text += formatted("Uid:\t%u\t%u\t%u\t%u\n", who.uid.value, who.euid.value, who.suid.value, who.euid.value);
    text += formatted("Gid:\t%u\t%u\t%u\t%u\n", who.gid.value, who.egid.value, who.sgid.value, who.egid.value);
    text += formatted("FDSize:\t%d\nGroups:\t", process.descriptors.all().size() <= 64 ? 64 : 256);
    for (std::size_t i = 0; i < who.groups.size(); ++i) text += formatted(i > 0 ? " %u" : "%u", who.groups[i].value);
    text += formatted(" \nNStgid:\t%d\nNSpid:\t%d\nNSpgid:\t%d\nNSsid:\t%d\nKthread:\t0\n", pid, pid,
                      process.group.value, process.session.value);
    return text;
}

std::string capability_lines(const Credentials& who) {
    return formatted("CapInh:\t%016lx\nCapPrm:\t%016lx\nCapEff:\t%016lx\nCapBnd:\t%016lx\nCapAmb:\t%016lx\n", 0ul,
                     who.permitted, who.effective, kAllCapabilities, 0ul);
}

// Hundredths of a second: USER_HZ.
std::uint64_t ticks(std::uint64_t instructions) {
    return instructions * static_cast<std::uint64_t>(kNanosecondsPerInstruction) / 10'000'000;
}

}  // namespace

std::string comm_of(const ProcReader& reader, const Task& process) {
    constexpr std::size_t kLongest = 15;  // TASK_COMM_LEN less its 0
    if (!process.comm.empty()) return process.comm.substr(0, kLongest);
    const std::string& path = reader.images[process.program.value]->name;
    return path.substr(path.rfind('/') + 1).substr(0, kLongest);
}

std::string status_text(const ProcReader& reader, const Task& process) {
    const AddressSpace* space = space_of(reader, process);
    std::string text = identity_lines(reader, process);
    if (space != nullptr) text += memory_lines(reader, *space);
    text += formatted("Threads:\t%u\n", process.alive() ? process.threads : 1) + signal_lines(process) +
            capability_lines(process.credentials);
    const auto cpus = static_cast<unsigned>(reader.hardware.tlbs.size());
    text += formatted("NoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\nCpus_allowed:\t%x\n", (1u << cpus) - 1);
    text += cpus == 1 ? "Cpus_allowed_list:\t0\n" : formatted("Cpus_allowed_list:\t0-%u\n", cpus - 1);
    return text +
           "Mems_allowed:\t1\nMems_allowed_list:\t0\nvoluntary_ctxt_switches:\t0\n"
           "nonvoluntary_ctxt_switches:\t0\n";
}

std::string stat_text(const ProcReader& reader, const Task& process) {
    const AddressSpace* space = space_of(reader, process);
    const Dispositions found = dispositions_of(process);
    const std::uint64_t minor = space != nullptr ? space->minor_faults : process.minor_faults;
    const std::uint64_t major = space != nullptr ? space->major_faults : process.major_faults;
    std::string text = formatted(
        "%d (%s) %c %d %d %d 0 -1 0 %lu %lu %lu %lu %lu 0 %lu 0 20 0 %u 0 0 %lu %lu %lu", process.pid.value,
        comm_of(reader, process).c_str(), state_of(process).letter, process.ppid.value, process.group.value,
        process.session.value, minor, process.children.minor_faults, major, process.children.major_faults,
        ticks(process.instructions + process.ended_threads.instructions), ticks(process.children.instructions),
        process.threads, space != nullptr ? space->total_pages() * kPageSize : 0, space != nullptr ? space->rss : 0,
        process.limits.resident);
    const std::uint64_t text_end = space != nullptr ? kTextBase + text_pages(*space) * kPageSize : 0;
    text += formatted(" %lu %lu %lu 0 0 %lu %lu %lu %lu 0 0 0 %d 0 0 0 0 0 0", space != nullptr ? kTextBase : 0,
                      text_end, space != nullptr ? kStackTop : 0, set_of(process.signals.pending) & 0x7fff'ffff,
                      process.signals.blocked & 0x7fff'ffff, found.ignored & 0x7fff'ffff, found.caught & 0x7fff'ffff,
                      process.exit_signal);
    // start_data, end_data, start_brk, arg_start, arg_end, env_start, env_end, exit_code
    const AddressSpace none;
    const AddressSpace& layout = space != nullptr ? *space : none;
    return text + formatted(" 0 0 %lu %lu %lu 0 0 %d\n", layout.brk_start.value, layout.arguments.value,
                            layout.arguments_end.value, process.alive() ? 0 : process.status);
}

std::string cmdline_text(const ProcReader& reader, const Task& process) {
    const AddressSpace* space = space_of(reader, process);
    if (space == nullptr) return {};
    std::string text(static_cast<std::size_t>(space->arguments_end - space->arguments), '\0');
    const std::span bytes(reinterpret_cast<std::uint8_t*>(text.data()), text.size());
    text.resize(peek(reader.hardware, reader.kernel.memory, process.mm, space->arguments, bytes));
    return text;
}

std::string statm_text(const ProcReader& reader, const Task& process) {
    const AddressSpace* space = space_of(reader, process);
    if (space == nullptr) return "0 0 0 0 0 0 0\n";
    const AreaUsage usage = space_usage(reader, *space);
    return formatted("%lu %lu %lu %lu 0 %lu 0\n", space->total_pages(), usage.rss / kPageSize,
                     (usage.rss_file + usage.rss_shmem) / kPageSize, text_pages(*space),
                     data_pages(*space) + stack_pages(*space));
}

std::string limits_text(const Task& process) {
    struct Row {
        const char* name;
        std::uint64_t Limits::*value;
        const char* unit;
    };
    constexpr Row kRows[] = {
        {"Max cpu time", &Limits::cpu, "seconds"},
        {"Max file size", &Limits::file_size, "bytes"},
        {"Max data size", &Limits::data, "bytes"},
        {"Max stack size", &Limits::stack, "bytes"},
        {"Max core file size", &Limits::core, "bytes"},
        {"Max resident set", &Limits::resident, "bytes"},
        {"Max processes", &Limits::processes, "processes"},
        {"Max open files", &Limits::files, "files"},
        {"Max locked memory", &Limits::memlock, "bytes"},
        {"Max address space", &Limits::address_space, "bytes"},
        {"Max file locks", &Limits::locks, "locks"},
        {"Max pending signals", &Limits::pending_signals, "signals"},
        {"Max msgqueue size", &Limits::queues, "bytes"},
        {"Max nice priority", &Limits::nice, ""},
        {"Max realtime priority", &Limits::realtime_priority, ""},
        {"Max realtime timeout", &Limits::realtime, "us"},
    };
    const auto number = [](std::uint64_t value) { return value == kUnlimited ? "unlimited" : std::to_string(value); };
    std::string text = formatted("%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit", "Hard Limit", "Units");
    for (const Row& row : kRows) {
        text += formatted("%-25s %-20s %-20s ", row.name, number(process.limits.*row.value).c_str(),
                          number(process.hard_limits.*row.value).c_str());
        text += *row.unit != '\0' ? formatted("%-10s\n", row.unit) : "\n";
    }
    return text;
}

}  // namespace sim::kernel
